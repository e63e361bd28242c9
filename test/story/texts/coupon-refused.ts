import { coupon, type CauseTexts } from './cause-texts.js';

export const couponRefused: CauseTexts = {
  cause: 'coupon-refused',
  product: 'payment',
  category: 'payment',
  severity: 1,
  remedySought: 'coupon',
  redress: [coupon(5000)],
  told: {
    ko: [
      '기한이 남은 쿠폰인데 결제 화면에서 "사용할 수 없음"이라고만 나옵니다. 이유라도 알려 주세요.',
      '첫 주문 쿠폰을 받았는데 최소 주문 금액이 있다는 말은 결제할 때 처음 봤습니다.',
      '사과의 뜻으로 주신 쿠폰이 정작 쓰려고 하니 안 됩니다. 사과를 받은 느낌이 아니네요.',
      '{place}에서는 쓸 수 없는 쿠폰이라는데 쿠폰 설명에는 그런 말이 없습니다.',
      '쿠폰 두 장 중에 한 장만 된다는 걸 주문하고 나서야 알았습니다.',
    ],
    en: [
      'My coupon is valid until the end of the month, and the checkout only says "cannot be used". Why not?',
      'That there is a minimum order for the welcome coupon I learned on the payment screen.',
      'You gave me this coupon as an apology and now it does not work. It feels like half an apology.',
      'The coupon says nothing about being excluded at {place}.',
    ],
    te: [
      'గడువు ఉన్న కూపన్‌ని "వాడలేరు" అంటోంది, ఎందుకో చెప్పడం లేదు.',
      'కనీస ఆర్డర్ మొత్తం ఉండాలని డబ్బు కట్టే తెరపైనే తెలిసింది.',
      'క్షమాపణగా ఇచ్చిన కూపన్ పని చేయడం లేదు. ఇది సగం క్షమాపణలా ఉంది.',
    ],
  },
  reasons: {
    ko: ['쿠폰의 조건이 설명에 적혀 있지 않았던 것은 저희 잘못입니다. 조건 없는 쿠폰으로 바꿔 드렸습니다.'],
    en: ['The condition was not written on the coupon, and that is our fault. You have a new one without conditions.'],
    te: ['కూపన్ మీద షరతు రాయకపోవడం మా తప్పు. షరతులు లేని కొత్త కూపన్ ఇచ్చాము.'],
  },
};
