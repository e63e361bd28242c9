import type { Product, Told } from './cause-texts.js';

/** Things people simply want to know, with answers that do not send them elsewhere. */
export const questions: { product: Product; told: Told; answers: Told } = {
  product: 'support',
  told: {
    ko: [
      '주문하고 나서 배달 시간을 바꿀 수 있나요?',
      '영수증을 회사 이름으로 받으려면 어디에서 신청하나요?',
      '전화로 주문해도 쿠폰을 쓸 수 있는지 궁금합니다.',
      '배달원에게 따로 고마움을 표시하는 방법이 있나요?',
      '글자를 크게 보는 설정이 있는지 알려 주세요.',
      '일회용 수저를 받지 않으려면 어떻게 하나요?',
      '멤버십을 가족과 함께 쓸 수 있나요?',
    ],
    en: [
      'Can I change the delivery time after I have ordered?',
      'How do I get an invoice in my company’s name?',
      'Do you deliver to the hospital by the lake, and may it be left at reception?',
      'Is there a way to order without cutlery every time?',
      'Can two people share one membership?',
      'Where can I see which ingredients may cause allergies?',
    ],
    te: ['ఆర్డర్ చేశాక డెలివరీ సమయం మార్చుకోవచ్చా?', 'కంపెనీ పేరుతో బిల్లు కావాలంటే ఏం చేయాలి?', 'ఒక సభ్యత్వాన్ని ఇద్దరు వాడుకోవచ్చా?', 'ఫోన్‌లో ఆర్డర్ చేస్తే కూపన్ వాడవచ్చా?'],
  },
  answers: {
    ko: ['네, 가능합니다. 앱의 "내 주문"에서 바꾸실 수 있고, 어려우시면 이 메시지에 답해 주세요. 저희가 대신 해 드리겠습니다.'],
    en: ['Yes. You find it under "My orders" in the app; if that is awkward, answer this message and we will do it for you.'],
    te: ['అవును, వీలవుతుంది. యాప్‌లో "నా ఆర్డర్లు" లో ఉంటుంది; కష్టమైతే ఈ సందేశానికి జవాబివ్వండి, మేమే చేసిపెడతాము.'],
  },
};
