import { refund, type CauseTexts } from './cause-texts.js';

export const refundNotArrived: CauseTexts = {
  cause: 'refund-not-arrived',
  product: 'payment',
  category: 'payment',
  remedySought: 'refund',
  redress: [refund(18500)],
  told: {
    ko: [
      '환불해 주신다는 안내를 받은 지 열흘이 지났는데 카드에는 아직 아무것도 없습니다.',
      '식당에서 취소한 주문인데 {amount}(이/가) 아직 돌아오지 않았어요.',
      '환불 완료 문자를 받았지만 은행에서는 들어온 돈이 없다고 합니다. 중간에서 제 돈은 어디에 있나요?',
      '약속하신 날짜가 두 번 지났습니다. 큰돈은 아니지만 약속이라서 여쭙습니다.',
      '주문번호 {order} 환불 건입니다. 담당자가 바뀔 때마다 사흘만 더 기다리라고 하네요.',
    ],
    en: [
      'Ten days ago you wrote that {amount} would come back to my card. It has not.',
      'The restaurant cancelled, not I, and still I am the one who waits for the money.',
      'Your message says "refund completed", my bank says nothing came in. Where is my money in between?',
      'Each person I ask adds another three days. Order {order}. It is not a fortune, but it was a promise.',
    ],
    te: [
      '{amount} తిరిగి వస్తుందని పది రోజుల క్రితం చెప్పారు, ఇంకా రాలేదు.',
      'రెస్టారెంట్ వాళ్లే రద్దు చేశారు, కానీ డబ్బు కోసం నేను ఎదురుచూస్తున్నాను.',
      'మీ సందేశంలో "డబ్బు తిరిగి పంపాము" అని ఉంది, బ్యాంకులో మాత్రం ఏమీ రాలేదు.',
    ],
  },
  reasons: {
    ko: ['환불 요청이 은행에 전달되지 않은 채 남아 있었습니다. 오늘 다시 보냈고 은행의 접수 확인을 받았습니다. 늦어져 죄송합니다.'],
    en: [
      'The refund was written down but never handed to the bank. We sent it today and hold the bank’s confirmation. You should not have had to ask.',
    ],
    te: ['తిరిగి చెల్లింపు బ్యాంకుకు చేరకుండా ఆగిపోయింది. ఈరోజు మళ్లీ పంపాము, బ్యాంకు నుంచి ధృవీకరణ కూడా వచ్చింది. మీరు అడగాల్సి రావడం మా తప్పు.'],
  },
};
