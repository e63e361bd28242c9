import { type CauseTexts } from './cause-texts.js';

export const courierUnfriendly: CauseTexts = {
  cause: 'courier-unfriendly',
  product: 'delivery',
  category: 'service',
  remedySought: 'apology',
  redress: [{ kind: 'apology' }],
  told: {
    ko: [
      '엘리베이터가 고장이라 죄송하다고 했더니 봉투를 던지듯 내려놓고 가셨습니다.',
      '초인종을 열 번 넘게 누르셔서 아기가 깼습니다. 메모에 "벨 누르지 마세요"라고 적었는데요.',
      '어머니께 반말을 하셨다고 합니다. 사과 한마디면 됩니다.',
      '아파트 안에서 오토바이를 너무 빨리 몰아 아이가 놀랐습니다.',
    ],
    en: [
      'I said sorry that the lift was broken. He dropped the bag at my feet and left without a word.',
      'The note says please do not ring, the baby sleeps. The bell rang ten times.',
      'The rider was rude to my mother. One word of apology would be enough.',
      'He rode far too fast through our yard, where the children play.',
    ],
    te: [
      'లిఫ్ట్ పనిచేయడం లేదు క్షమించండి అన్నాను, సంచి విసిరినట్టు పెట్టి వెళ్లిపోయారు.',
      'పాప నిద్రపోతోంది, బెల్ కొట్టకండి అని రాశాను. పదిసార్లు కొట్టారు.',
      'పిల్లలు ఆడుకునే చోట బండి చాలా వేగంగా నడిపారు.',
    ],
  },
  reasons: {
    ko: ['배달원과 이야기를 나누었고, 직접 사과의 말을 전해 달라고 했습니다. 그날 혼자 열네 시간을 일했다는 것도 알게 되어 근무표를 고쳤습니다.'],
    en: ['We spoke with the courier, who asks us to pass on an apology. We also learned of a fourteen-hour shift, and that must not happen again.'],
    te: ['డెలివరీ వ్యక్తితో మాట్లాడాము, తన తరఫున క్షమాపణ చెప్పమన్నారు. ఆ రోజు పద్నాలుగు గంటలు పనిచేశారని తెలిసింది; అది మళ్లీ జరగకూడదు.'],
  },
};
