import { refund, type CauseTexts } from './cause-texts.js';

export const missingItem: CauseTexts = {
  cause: 'missing-item',
  product: 'ordering',
  category: 'quality',
  remedySought: 'refund',
  redress: [refund(4500)],
  told: {
    ko: [
      '음료 두 개가 빠졌습니다. 봉투는 스티커로 봉해져 있었으니 식당에서 빠뜨린 것 같아요.',
      '{dish}(은/는) 왔는데 같이 시킨 공깃밥이 없었습니다. 밤이라 밥을 새로 할 수도 없었어요.',
      '소스를 따로 돈 내고 추가했는데 하나도 들어 있지 않았습니다.',
      '네 가지를 주문했는데 세 가지만 왔습니다. 주문번호 {order}, 빠진 것은 샐러드입니다.',
      '아이 생일이라 케이크를 같이 시켰는데 케이크만 안 왔습니다. 아이가 울었어요.',
    ],
    en: [
      'Four things ordered, three delivered. The salad of order {order} never came.',
      'The {dish} arrived without the rice I paid for. At nine in the evening I could not start cooking rice.',
      'I paid extra for the sauce and there was none in the bag.',
      'It was my son’s birthday and the cake was the one thing that was missing.',
    ],
    te: [
      'నాలుగు వస్తువులు ఆర్డర్ చేస్తే మూడే వచ్చాయి. ఆర్డర్ {order} లో పెరుగు లేదు.',
      '{dish} వచ్చింది కానీ డబ్బు కట్టిన చట్నీ లేదు.',
      'పాప పుట్టినరోజు కోసం కేక్ కూడా తెప్పించాము, అదొక్కటే రాలేదు.',
    ],
  },
  reasons: {
    ko: ['식당의 포장 확인표에 그 항목이 빠져 있었습니다. 받지 못하신 만큼 전액 돌려 드립니다.'],
    en: ['The item was not ticked on the packing list, so it was left on the counter. You are refunded in full for what you did not get.'],
    te: ['ప్యాకింగ్ జాబితాలో ఆ వస్తువు గుర్తు పెట్టలేదు, అందుకే మిగిలిపోయింది. అందని వస్తువు ధర మొత్తం తిరిగి ఇస్తున్నాము.'],
  },
};
