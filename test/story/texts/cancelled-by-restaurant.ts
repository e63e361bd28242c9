import { coupon, type CauseTexts } from './cause-texts.js';

export const cancelledByRestaurant: CauseTexts = {
  cause: 'cancelled-by-restaurant',
  product: 'ordering',
  category: 'service',
  remedySought: 'coupon',
  redress: [{ kind: 'apology' }, coupon(4000)],
  told: {
    ko: [
      '주문이 접수되고 30분 뒤에 가게에서 취소했습니다. 그럴 거면 처음부터 받지 말았어야죠.',
      '{place}(이/가) "재료 소진"이라며 취소했는데 지금도 앱에서는 주문을 받고 있습니다.',
      '취소 알림이 오지 않아 한 시간을 기다렸습니다.',
      '같은 가게에서 이번 달에만 두 번 취소당했습니다.',
    ],
    en: [
      'Accepted, and half an hour later cancelled. By then every other kitchen nearby was closed.',
      '{place} cancelled as "sold out" and is still taking orders for the same dish.',
      'Nobody told me about the cancellation. I waited an hour for food that nobody was cooking.',
      'Twice this month the same restaurant has cancelled on me.',
    ],
    te: [
      'ఆర్డర్ తీసుకుని అరగంట తర్వాత హోటల్ వాళ్లు రద్దు చేశారు.',
      '{place} "సరుకు అయిపోయింది" అని రద్దు చేసింది, యాప్‌లో మాత్రం ఇంకా అమ్ముతున్నారు.',
      'రద్దయినట్టు ఎవరూ చెప్పలేదు, గంటసేపు ఎదురుచూశాను.',
    ],
  },
  reasons: {
    ko: ['가게가 품절을 앱에 올리지 않았습니다. 취소 알림도 늦었습니다. 기다리신 시간을 돌려 드릴 수는 없지만 쿠폰을 드립니다.'],
    en: ['The restaurant had not marked the dish as sold out, and our notice came late. We cannot give the hour back; please take the coupon.'],
    te: ['సరుకు లేదని హోటల్ వాళ్లు యాప్‌లో గుర్తు పెట్టలేదు, మా సందేశమూ ఆలస్యమైంది. మీ సమయం తిరిగి ఇవ్వలేం, ఈ కూపన్ స్వీకరించండి.'],
  },
};
