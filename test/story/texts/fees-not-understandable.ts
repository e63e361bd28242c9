import { coupon, type CauseTexts } from './cause-texts.js';

export const feesNotUnderstandable: CauseTexts = {
  cause: 'fees-not-understandable',
  product: 'ordering',
  category: 'other',
  severity: 1,
  remedySought: 'apology',
  redress: [{ kind: 'apology' }, coupon(2000)],
  told: {
    ko: [
      '메뉴판 가격과 마지막 결제 금액이 {amount}이나 다릅니다. 무엇이 얼마인지 한 줄씩 보여 주세요.',
      '배달비 말고 "서비스 이용료"가 또 붙었는데 무슨 서비스인지 설명이 없습니다.',
      '무료 배달이라고 해서 골랐는데 음식값이 가게보다 비쌌습니다. 이게 무료인가요?',
      '어제와 같은 것을 같은 가게에서 시켰는데 배달비가 두 배입니다.',
      '할인받은 줄 알았는데 계산해 보니 평소보다 더 냈습니다.',
    ],
    en: [
      'The menu and the final bill differ by {amount}. Please show me line by line what I pay for.',
      'There is a delivery fee and then a "service fee". Which service is the second one?',
      'It said free delivery, but the same dish is cheaper inside the restaurant. Then it is not free.',
      'Same place, same food as yesterday, twice the delivery fee. Nobody can explain it to me.',
    ],
    te: [
      'మెనూలో ఒక ధర, చివర్లో ఇంకో ధర; తేడా {amount}. దేనికి ఎంత అన్నది వరుసగా చూపించండి.',
      'డెలివరీ ఫీజు కాక "సర్వీస్ ఫీజు" కూడా ఉంది. అది దేనికో ఎక్కడా రాయలేదు.',
      'ఉచిత డెలివరీ అన్నారు, కానీ అదే వంటకం హోటల్లో తక్కువ ధరకే దొరుకుతోంది.',
    ],
  },
  reasons: {
    ko: ['금액은 규정대로였지만 화면에서 이해하실 수 없었다면 저희가 잘못 보여 드린 것입니다. 항목별 계산서를 보내 드렸습니다.'],
    en: ['Every fee was as published, but a price that cannot be understood is badly shown. We have sent you the bill line by line.'],
    te: ['ఫీజులు నియమాల ప్రకారమే ఉన్నా, అర్థం కాకపోతే అది మా తప్పు. వరుసవారీ బిల్లు పంపించాము.'],
  },
};
