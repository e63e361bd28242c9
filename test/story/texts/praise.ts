import type { Product, Told } from './cause-texts.js';

/** Thanks that reach the people they are meant for; `{colleague}` is named so that it can. */
export const praise: { product: Product; told: Told; thanks: Told } = {
  product: 'delivery',
  told: {
    ko: [
      '비가 쏟아지는데도 웃으면서 음식을 건네주신 {colleague} 님, 정말 고맙습니다.',
      '몸이 불편한 어머니를 위해 식탁 위까지 올려 주셨습니다. 배달해 주신 {colleague} 님께 꼭 전해 주세요.',
      '문의한 지 10분 만에 해결해 주신 상담원 {colleague} 님 덕분에 기분이 풀렸습니다.',
      '{place} 사장님이 손글씨로 "맛있게 드세요"라고 적어 주셨어요. 작은 쪽지에 하루가 좋아졌습니다.',
      '늦었다며 먼저 전화해서 사정을 말해 주셨습니다. 그 전화 한 통이면 충분했어요.',
      '할머니가 앱을 쓰실 수 있게 전화로 하나하나 알려 주신 {colleague} 님, 인내심에 감동했습니다.',
      '잃어버린 지갑을 배달하다 주우셔서 돌려주셨습니다. 이런 분과 같은 동네에 살아 좋습니다.',
      '3년째 쓰고 있는데 요즘 답이 빨라졌습니다. 잘하고 계십니다.',
    ],
    en: [
      'Pouring rain, and {colleague} still smiled and asked how my day was. Please thank the rider from me.',
      'My mother cannot walk well. {colleague} carried the bag to her table. That is more than delivery.',
      '{colleague} from support solved in ten minutes what I had carried around for a week.',
      'The cook at {place} wrote "get well soon" on the lid because I had mentioned my cold. It made my day.',
      'The courier rang before being late and told me why. I did not mind the wait at all after that.',
      'Somebody explained the app to my grandfather on the phone for half an hour and never sighed. Thank you, {colleague}.',
      'Three years a customer: answers have become quicker and kinder. Keep going.',
    ],
    te: [
      'జోరు వానలో కూడా నవ్వుతూ భోజనం ఇచ్చిన {colleague} గారికి ధన్యవాదాలు.',
      'మా అమ్మ నడవలేరు. {colleague} గారు సంచిని బల్ల దాకా తెచ్చి పెట్టారు, చాలా కృతజ్ఞతలు.',
      'వారం రోజుల సమస్యను {colleague} గారు పది నిమిషాల్లో పరిష్కరించారు.',
      'ఆలస్యం అవుతుందని ముందే ఫోన్ చేసి చెప్పారు. ఆ ఒక్క మాటతో మనసు కుదుటపడింది.',
      'తాతయ్యకు యాప్ ఎలా వాడాలో ఓపికగా నేర్పించారు. {colleague} గారికి నా నమస్కారాలు చెప్పండి.',
    ],
  },
  thanks: {
    ko: ['따뜻한 말씀을 당사자에게 그대로 전했습니다. 하루 종일 웃더군요. 고맙습니다.'],
    en: ['We passed your words on exactly as you wrote them. They made somebody’s week. Thank you.'],
    te: ['మీ మాటలను వారికి యథాతథంగా చేరవేశాము. వారు ఎంతో సంతోషించారు. ధన్యవాదాలు.'],
  },
};

export const COLLEAGUES: Told = {
  ko: ['한도윤', '서지우', '오민재', '윤하은'],
  en: ['Daniel Reyes', 'Grace Miller', 'Tom Okafor'],
  te: ['రవి', 'లావణ్య', 'సురేష్'],
};
