import { refund, type CauseTexts } from './cause-texts.js';

export const wrongAddress: CauseTexts = {
  cause: 'wrong-address',
  product: 'delivery',
  category: 'service',
  remedySought: 'refund',
  redress: [{ kind: 'apology' }, refund(15000)],
  told: {
    ko: [
      '우리 집이 아니라 옆 동 현관에 두고 가셨습니다. 사진 속 문은 저희 집 문이 아니에요.',
      '이사한 지 두 달이 지났고 주소도 바꿨는데 예전 집으로 배달이 갔습니다.',
      '회사로 시켰는데 집으로 갔습니다. 주문 화면에는 분명히 회사 주소가 있었어요.',
      '"배달 완료" 사진을 보니 모르는 집입니다. 음식은 누가 먹었을까요?',
      '101동과 110동을 헷갈리신 것 같습니다. 결국 제가 내려가서 찾아왔고 음식은 다 식었습니다.',
    ],
    en: [
      'The photo shows a door that is not mine. My {dish} is sitting in front of a stranger’s flat.',
      'I moved two months ago and changed my address. You still delivered to the old one.',
      'I chose the office address and saw it on the last screen. The food went to my home.',
      'Building 12 and building 21 are not the same. I found the bag after a walk round the block, cold.',
    ],
    te: [
      'ఫోటోలో ఉన్నది మా ఇంటి తలుపు కాదు. మా భోజనం ఎవరింటి ముందో ఉంది.',
      'ఇల్లు మారి రెండు నెలలైంది, చిరునామా కూడా మార్చాను. అయినా పాత ఇంటికే పంపారు.',
      'ఆఫీసు చిరునామా ఎంచుకుంటే ఇంటికి వెళ్లింది, ఇంట్లో ఎవరూ లేరు.',
    ],
  },
  reasons: {
    ko: ['배달원의 지도에는 예전 주소가 남아 있었습니다. 음식값을 전부 돌려 드리고, 저장된 주소를 저희가 직접 바로잡았습니다.'],
    en: ['The courier’s map still held the old address. We refund the whole order and have corrected the saved address ourselves.'],
    te: ['డెలివరీ మ్యాప్‌లో పాత చిరునామా మిగిలిపోయింది. మొత్తం డబ్బు తిరిగి ఇస్తున్నాము, చిరునామాను మేమే సరిచేశాము.'],
  },
};
