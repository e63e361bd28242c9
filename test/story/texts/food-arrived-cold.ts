import { refund, type CauseTexts } from './cause-texts.js';

export const foodArrivedCold: CauseTexts = {
  cause: 'food-arrived-cold',
  product: 'delivery',
  category: 'quality',
  remedySought: 'refund',
  redress: [{ kind: 'apology' }, refund(9000)],
  told: {
    ko: [
      '{dish}(이/가) 완전히 식어서 왔습니다. 국물에 기름이 하얗게 굳어 있었어요. 사진을 올립니다.',
      '제시간에 오긴 했는데 음식이 미지근했습니다. 보온 가방에 넣고 오신 게 맞는지 궁금합니다.',
      '{place} 음식은 늘 따뜻했는데 오늘은 냉장고에서 꺼낸 것처럼 차가웠습니다.',
      '감기 기운이 있어서 일부러 뜨거운 {dish}(을/를) 시켰는데 데워 먹어야 했습니다.',
      '배달원이 다른 집을 먼저 들른 것 같습니다. 지도에 두 번 멈춘 게 보였고 음식은 식어 있었습니다.',
    ],
    en: [
      'The {dish} was stone cold when I opened the box. I have attached a photo, although a photo cannot show cold.',
      'I watched the courier stop at two other houses first. By the time it was my turn the food was lukewarm.',
      'Hot soup was the whole point; I am at home with a fever. It arrived at room temperature.',
      'Everything from {place} was right except that it was cold. Is there no warm bag on the bicycle?',
    ],
    te: [
      '{dish} పూర్తిగా చల్లారిపోయి వచ్చింది. ఫోటో జత చేస్తున్నాను.',
      'డెలివరీ వ్యక్తి ముందు వేరే రెండు ఇళ్లకు వెళ్లినట్టు మ్యాప్‌లో కనిపించింది, మా భోజనం చల్లబడిపోయింది.',
      'ఒంట్లో బాగోక వేడివేడిగా తిందామని తెప్పించుకున్నాను, మళ్లీ వేడి చేసుకోవాల్సి వచ్చింది.',
    ],
  },
  reasons: {
    ko: ['두 건을 함께 배달하면서 고객님 댁이 두 번째가 되었습니다. 보내 주신 사진을 확인했고, 음식값 일부를 돌려 드립니다.'],
    en: ['Two orders were carried together and yours was second, without a warm bag. Thank you for the photo; part of the price goes back to you.'],
    te: ['రెండు ఆర్డర్లు కలిపి తీసుకురావడంతో మీది రెండోది అయింది. మీరు పంపిన ఫోటో చూశాము, కొంత మొత్తం తిరిగి ఇస్తున్నాము.'],
  },
};
