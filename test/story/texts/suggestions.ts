import type { Product, Told } from './cause-texts.js';

/** Ideas of people who want the service to be better than they found it. */
export const suggestions: { product: Product; told: Told; answers: Told } = {
  product: 'app',
  told: {
    ko: [
      '자주 시키는 메뉴를 한 번에 다시 담는 단추가 있으면 좋겠습니다.',
      '배달원이 다리를 건너기 전에 알림을 주시면 제가 내려가서 받을 수 있어요.',
      '용기를 돌려드리면 포인트를 주는 건 어떨까요? 집에 플라스틱이 너무 쌓입니다.',
      '어르신용 간단한 화면을 따로 만들어 주세요. 큰 글씨, 단추 네 개면 됩니다.',
      '동네 작은 가게만 모아 보는 칸이 있으면 매일 열어 볼 것 같습니다.',
    ],
    en: [
      'A button that repeats last week’s order would save me ten minutes every Friday.',
      'Let us return boxes for points. Our cupboard is full of good containers.',
      'A simple screen for older people: large letters and four buttons. My father would use it.',
      'Show a list of only the small places of the neighbourhood.',
    ],
    te: [
      'పోయిన వారం ఆర్డర్‌నే మళ్లీ చేసే బటన్ ఉంటే బాగుంటుంది.',
      'పెద్దవాళ్ల కోసం పెద్ద అక్షరాలతో, నాలుగు బటన్లతో సులభమైన తెర పెట్టండి.',
      'డబ్బాలు తిరిగి ఇస్తే పాయింట్లు ఇవ్వండి, ఇంట్లో ప్లాస్టిక్ పేరుకుపోతోంది.',
    ],
  },
  answers: {
    ko: ['좋은 생각을 나눠 주셔서 고맙습니다. 제품팀의 다음 회의 안건에 고객님의 말씀 그대로 올렸습니다.'],
    en: ['Thank you for thinking along. Your idea is on the list for the next product meeting, in your own words.'],
    te: ['మంచి ఆలోచన పంచుకున్నందుకు ధన్యవాదాలు. మీ మాటల్లోనే తదుపరి సమావేశపు జాబితాలో చేర్చాము.'],
  },
};
