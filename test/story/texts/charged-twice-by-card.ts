import { refund, type CauseTexts } from './cause-texts.js';

export const chargedTwiceByCard: CauseTexts = {
  cause: 'charged-twice-by-card',
  product: 'payment',
  category: 'payment',
  severity: 3,
  remedySought: 'refund',
  redress: [refund(23000)],
  told: {
    ko: [
      '카드로 한 번 결제했는데 같은 금액이 두 번 빠져나갔습니다. 승인 문자 두 개가 1분 차이로 왔어요.',
      '{amount} 두 번. 주문은 한 건입니다. 주문번호 {order}.',
      '결제 중에 화면이 멈춰서 다시 눌렀더니 두 번 결제됐네요. 멈췄으면 다시 누를 수밖에 없잖아요.',
      '체크카드라 바로 통장에서 두 번 나갔고, 그 때문에 관리비가 연체됐습니다.',
      '카드사에서는 가맹점이 취소해야 한다고 하고, 가게는 앱에 물어보라고 합니다.',
      '첫 번째 결제는 실패라고 떴는데 명세서에는 둘 다 있습니다.',
      '이번 달에만 두 번째입니다. 카드 정보를 지워야 하나 고민 중입니다.',
    ],
    en: [
      'Paid once, charged twice. Two messages from the bank, one minute apart, same amount.',
      'The payment screen froze, I pressed again, and now {amount} is gone two times for order {order}.',
      'It said the first payment failed. My statement shows both.',
      'It was a debit card, so the money really left twice, and my rent bounced.',
      'The bank says you must cancel it, the restaurant says the app must. I only want my money.',
      'Second time this month that my card is charged double.',
    ],
    te: [
      'కార్డుతో ఒక్కసారే కట్టాను, రెండు సార్లు డబ్బు పోయింది. బ్యాంకు నుంచి నిమిషం తేడాతో రెండు సందేశాలు వచ్చాయి.',
      'కట్టే తెర ఆగిపోతే మళ్లీ నొక్కాను, ఆర్డర్ {order} కి {amount} రెండు సార్లు కట్ అయింది.',
      'మొదటి చెల్లింపు విఫలమైందని చూపింది, స్టేట్‌మెంట్‌లో రెండూ ఉన్నాయి.',
      'బ్యాంకు మిమ్మల్ని అడగమంటోంది, మీరు బ్యాంకును అడగమంటున్నారు. నా డబ్బు నాకు కావాలి.',
      'డెబిట్ కార్డు కాబట్టి నిజంగానే రెండు సార్లు డబ్బు పోయింది, అద్దె కట్టలేకపోయాను.',
    ],
  },
  reasons: {
    ko: ['결제 화면이 응답을 기다리다 같은 요청을 한 번 더 보냈습니다. 두 번째 결제를 오늘 취소했고, 카드사에서 확인을 받았습니다.'],
    en: [
      'The card step sent the same payment again while it waited for an answer. The second one is cancelled today and your bank has confirmed it.',
    ],
    te: ['జవాబు కోసం ఎదురుచూస్తూ కార్డు దశ అదే చెల్లింపును మళ్లీ పంపింది. రెండో చెల్లింపును ఈరోజు రద్దు చేశాము, బ్యాంకు ధృవీకరించింది.'],
  },
};
