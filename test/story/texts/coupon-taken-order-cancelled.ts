import { coupon, type CauseTexts } from './cause-texts.js';

export const couponTakenOrderCancelled: CauseTexts = {
  cause: 'coupon-taken-order-cancelled',
  product: 'payment',
  category: 'payment',
  remedySought: 'coupon',
  redress: [coupon(7000)],
  told: {
    ko: [
      '결제가 "중복"이라며 주문이 취소됐는데 쿠폰은 사용된 것으로 나옵니다. 한 번밖에 안 눌렀어요.',
      '주문은 저절로 취소되고 쿠폰만 사라졌습니다. 주문번호 {order}.',
      '카드는 취소됐다고 문자가 왔는데 쿠폰은 돌아오지 않았습니다.',
      '아껴 둔 생일 쿠폰을 썼는데 주문이 취소됐습니다. 쿠폰은 이미 쓴 것이라네요.',
      '화면이 멈춘 뒤 "이미 처리된 주문"이라고 뜨고 주문이 없어졌습니다. 쿠폰도 같이요.',
      '취소된 주문인데 쿠폰을 돌려받으려면 따로 신청하라니, 순서가 바뀐 것 같습니다.',
    ],
    en: [
      'The order was cancelled as a "duplicate", although I pressed once, and my coupon is marked as used.',
      'No food, no coupon. The card payment came back, the coupon did not. Order {order}.',
      'I had kept my birthday coupon for this. The order vanished and the coupon with it.',
      'The screen froze, then it said "already processed", and the order was gone. So is the coupon.',
      'You cancelled the order yourselves. Why do I have to apply to get my coupon back?',
    ],
    te: [
      'ఒక్కసారే నొక్కాను, "నకిలీ" అని ఆర్డర్ రద్దయింది, కూపన్ మాత్రం వాడినట్టు చూపిస్తోంది.',
      'భోజనం లేదు, కూపన్ లేదు. కార్డు డబ్బు తిరిగి వచ్చింది, కూపన్ రాలేదు. ఆర్డర్ {order}.',
      'పుట్టినరోజు కూపన్ దాచుకుని వాడాను, ఆర్డర్ రద్దయి కూపన్ కూడా పోయింది.',
      'తెర ఆగిపోయి "ఇప్పటికే పూర్తయింది" అంది, ఆర్డర్ కనిపించడం లేదు, కూపన్ కూడా లేదు.',
    ],
  },
  reasons: {
    ko: ['중복 결제를 막는 새 확인 단계가 정상 주문까지 취소했고, 쿠폰은 그보다 먼저 사용 처리되었습니다. 쿠폰을 되살려 드렸습니다.'],
    en: ['The new check against double charges cancelled a good order, and the coupon had been taken before that. Your coupon is restored.'],
    te: ['రెండుసార్లు చెల్లింపును ఆపే కొత్త తనిఖీ మీ సరైన ఆర్డర్‌ను కూడా రద్దు చేసింది, కూపన్ అంతకు ముందే వాడబడింది. మీ కూపన్ తిరిగి ఇచ్చాము.'],
  },
};
