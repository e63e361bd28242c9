import { type CauseTexts } from './cause-texts.js';

export const passedAround: CauseTexts = {
  cause: 'passed-around',
  product: 'support',
  category: 'service',
  remedySought: 'apology',
  redress: [{ kind: 'apology' }],
  told: {
    ko: [
      '세 분과 통화했고 세 번 모두 처음부터 설명했습니다. 네 번째는 못 하겠습니다.',
      '식당은 앱에 물어보라 하고, 앱은 식당에 물어보라고 합니다.',
      '상담원이 바뀔 때마다 주문번호 {order}(을/를) 다시 불러 달라고 합니다. 기록은 남기지 않으시나요?',
      '부서를 연결해 준다더니 전화가 끊겼습니다. 두 번이나요.',
    ],
    en: [
      'Three people, and I told each of them the whole story from the start. I have no strength for a fourth.',
      'The restaurant sends me to you and you send me to the restaurant.',
      'Every new agent asks for order {order} again. Does nobody write anything down?',
      'You put me through to "the right department" and the line went dead. Twice.',
    ],
    te: [
      'ముగ్గురితో మాట్లాడాను, ముగ్గురికీ మొదటి నుంచీ చెప్పాను. ఇంకోసారి చెప్పే ఓపిక లేదు.',
      'హోటల్ వాళ్లు యాప్‌ని అడగమంటారు, యాప్ వాళ్లు హోటల్‌ని అడగమంటారు.',
      'సరైన విభాగానికి కలుపుతున్నామని చెప్పి రెండు సార్లు ఫోన్ కట్ అయింది.',
    ],
  },
  reasons: {
    ko: ['통화 기록이 다음 상담원에게 넘어가지 않았습니다. 이제 한 사람이 끝까지 맡으며, 같은 이야기를 다시 하시지 않아도 됩니다.'],
    en: ['The notes of your calls did not travel with you. One person keeps this to the end now; you will not have to tell it again.'],
    te: ['మీ మాటలు తర్వాతి వారికి చేరలేదు. ఇకపై ఒక్కరే చివరి వరకు చూస్తారు, మళ్లీ చెప్పాల్సిన పని లేదు.'],
  },
};
