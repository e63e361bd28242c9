import { refund, type CauseTexts } from './cause-texts.js';

export const packagingSpilled: CauseTexts = {
  cause: 'packaging-spilled',
  product: 'delivery',
  category: 'quality',
  remedySought: 'refund',
  redress: [refund(8000)],
  told: {
    ko: [
      '국물이 절반은 봉투 안에 쏟아져 있었습니다. 현관 바닥까지 젖었어요.',
      '{dish} 뚜껑이 열린 채로 왔고 다른 반찬까지 다 젖었습니다.',
      '음료가 쏟아져 영수증도 읽을 수 없게 되었습니다. 사진 첨부합니다.',
      '포장은 예뻤지만 계단을 오르는 동안 옆으로 누워 있었던 것 같네요.',
    ],
    en: [
      'Half of the soup was in the bag and then on my floor.',
      'The lid of the {dish} was open and everything else swam in it.',
      'The drink had tipped over; even the receipt cannot be read. Photo attached.',
      'Nicely packed, and then carried on its side all the way up the stairs.',
    ],
    te: ['పులుసు సగం సంచిలోనే ఒలికిపోయింది, గుమ్మం కూడా తడిసింది.', '{dish} మూత తెరుచుకుని వచ్చింది, మిగతావన్నీ తడిసిపోయాయి.', 'పానీయం ఒలికి రసీదు కూడా చదవలేకుండా అయింది. ఫోటో పెడుతున్నాను.'],
  },
  reasons: {
    ko: ['이 가게의 국물 용기가 배달 가방에서 잘 열린다는 것을 확인했습니다. 환불해 드리고 가게에 다른 용기를 보냈습니다.'],
    en: ['We found that this restaurant’s soup lids open in the bag. You are refunded and they have been sent better ones.'],
    te: ['ఈ హోటల్ పులుసు డబ్బాల మూతలు సంచిలో తెరుచుకుంటున్నాయి. మీ డబ్బు తిరిగి ఇచ్చి, వారికి వేరే డబ్బాలు పంపాము.'],
  },
};
