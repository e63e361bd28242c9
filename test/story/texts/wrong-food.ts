import { refund, type CauseTexts } from './cause-texts.js';

export const wrongFood: CauseTexts = {
  cause: 'wrong-food',
  product: 'ordering',
  category: 'quality',
  remedySought: 'redelivery',
  redress: [{ kind: 'redelivery' }, refund(12000)],
  told: {
    ko: [
      '{dish}(을/를) 주문했는데 전혀 다른 음식이 왔습니다. 영수증에는 제 주문이 맞게 적혀 있어요.',
      '옆집 주문과 바뀐 것 같습니다. 봉투에 다른 분 이름이 적혀 있었어요.',
      '채식으로 골랐는데 고기가 들어 있었습니다. 이건 단순한 실수로 넘기기 어렵습니다.',
      '2인분을 시켰는데 1인분만, 그것도 다른 메뉴로 왔습니다. 사진 세 장 첨부합니다.',
      '{place}에서 매운맛을 빼 달라고 했는데 제일 매운 것이 왔네요. 아이가 한 숟갈도 못 먹었습니다.',
    ],
    en: [
      'I ordered {dish} and got somebody else’s dinner. The receipt on the bag is mine, the food is not.',
      'We asked for the vegetarian version and found meat in it. For us this is not a small mix-up.',
      'Two portions ordered, one delivered, and not even the dish we chose. Photos attached.',
      'The bag had another customer’s name on it. I hope they enjoy my {dish}.',
    ],
    te: [
      '{dish} ఆర్డర్ చేస్తే పూర్తిగా వేరే వంటకం వచ్చింది. రసీదులో మాత్రం నా ఆర్డరే ఉంది.',
      'మేము శాకాహారులం. పొట్లంలో మాంసం ఉంది, ఇంట్లో అందరూ చాలా బాధపడ్డారు.',
      'సంచి మీద వేరే వారి పేరు ఉంది, మా భోజనం ఎవరికో వెళ్లినట్టుంది.',
    ],
  },
  reasons: {
    ko: [
      '포장대에서 두 주문의 봉투가 바뀌었습니다. 바로 다시 보내 드리거나 환불해 드리며, 식당에는 봉투를 건네기 전에 이름을 읽어 달라고 부탁했습니다.',
    ],
    en: ['Two bags were swapped at the counter. You get your money back, and the restaurant now reads the name aloud before handing over.'],
    te: ['ప్యాకింగ్ దగ్గర రెండు సంచులు తారుమారయ్యాయి. మీ డబ్బు తిరిగి ఇస్తున్నాము; ఇకపై ఇచ్చే ముందు పేరు చదవాలని రెస్టారెంట్‌కు చెప్పాము.'],
  },
};
