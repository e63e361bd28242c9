import { coupon, type CauseTexts } from './cause-texts.js';

export const pointsMissing: CauseTexts = {
  cause: 'points-missing',
  product: 'membership',
  category: 'payment',
  severity: 1,
  remedySought: 'goodwill',
  redress: [coupon(2500)],
  told: {
    ko: [
      '{place} 주문 포인트가 일주일째 들어오지 않습니다.',
      '두 배 적립 날이라고 해서 시켰는데 한 배만 들어왔네요.',
      '포인트 내역에서 {amount}어치가 사라졌습니다. 만료 안내를 받은 적이 없습니다.',
      '가족 계정으로 옮겼더니 모아 둔 포인트가 0이 되었습니다.',
    ],
    en: [
      'The points for order {order} have not come after a week.',
      'It was a double-points day, and I got single points.',
      'Points worth {amount} have vanished from the list. Nobody warned me that they would expire.',
      'I joined the family account and my saved points went to zero.',
    ],
    te: ['ఆర్డర్ {order} కి రావాల్సిన పాయింట్లు వారమైనా రాలేదు.', 'రెట్టింపు పాయింట్ల రోజు అన్నారు, మామూలుగానే వచ్చాయి.', 'కుటుంబ ఖాతాలో చేరగానే నా పాయింట్లు సున్నా అయ్యాయి.'],
  },
  reasons: {
    ko: ['적립이 한 번 빠졌습니다. 빠진 포인트를 넣어 드렸고, 기다리신 만큼 쿠폰을 더했습니다.'],
    en: ['One booking of points was lost. It is back on your account, with a small coupon for the wait.'],
    te: ['ఒకసారి పాయింట్ల నమోదు తప్పిపోయింది. అవి చేర్చాము, ఎదురుచూసినందుకు చిన్న కూపన్ కూడా ఇచ్చాము.'],
  },
};
