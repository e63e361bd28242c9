import { type CauseTexts } from './cause-texts.js';

export const searchOrderUnclear: CauseTexts = {
  cause: 'search-order-unclear',
  product: 'app',
  category: 'other',
  severity: 1,
  remedySought: 'apology',
  redress: [{ kind: 'apology' }],
  told: {
    ko: [
      '"가까운 순"으로 골랐는데 4km 떨어진 가게가 맨 위에 나옵니다. 알고 보니 광고였네요.',
      '바로 앞 {place}(을/를) 찾으려면 화면을 몇 번이나 내려야 합니다. 광고가 먼저라는 말은 어디에도 없고요.',
      '평점순이라고 되어 있는데 평점이 낮은 곳이 먼저 나옵니다. 순서를 믿을 수가 없습니다.',
      '광고 표시가 너무 연한 회색이라 어머니는 광고인 줄 모르셨습니다.',
      '작은 동네 가게를 돕고 싶은데 늘 큰 체인점만 먼저 보입니다.',
    ],
    en: [
      'I sorted by distance and the first result was four kilometres away. Sorted by advertising, not by distance.',
      'The word "ad" is so pale that my mother did not see it. Please be open about it.',
      'Sorted by rating, yet the places with the lower rating come first. What does the order mean?',
      '{place} is across the street and I have to scroll for ever to find it.',
    ],
    te: [
      'దగ్గరగా ఉన్నవి ముందు చూపించమంటే నాలుగు కిలోమీటర్ల దూరంలో ఉన్న హోటల్ మొదట వచ్చింది. అది ప్రకటన అట.',
      'ప్రకటన అనే మాట ఎంత లేత రంగులో ఉందంటే మా నాన్నగారికి కనిపించనే లేదు.',
      'ఎదురుగా ఉన్న {place} కోసం చాలాసేపు వెతకాల్సి వచ్చింది.',
    ],
  },
  reasons: {
    ko: ['광고 가게가 정렬 순서보다 앞에 놓이고 있었습니다. 광고 표시를 진하게 바꾸도록 앱 팀에 전했습니다.'],
    en: ['Advertised places are put before the order you chose. You are right that this must be readable; the app team has your words.'],
    te: ['ప్రకటనలు మీరు ఎంచుకున్న వరుస కన్నా ముందు వస్తున్నాయి. ఇది స్పష్టంగా కనబడాలన్న మీ మాటను యాప్ బృందానికి చేరవేశాము.'],
  },
};
