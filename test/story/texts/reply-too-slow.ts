import { coupon, type CauseTexts } from './cause-texts.js';

export const replyTooSlow: CauseTexts = {
  cause: 'reply-too-slow',
  product: 'support',
  category: 'service',
  remedySought: 'apology',
  redress: [{ kind: 'apology' }, coupon(2000)],
  told: {
    ko: [
      '문의를 남긴 지 나흘이 지났는데 읽었다는 표시조차 없습니다.',
      '채팅 상담에 "앞에 3명"이라고 뜬 채로 40분을 기다렸습니다.',
      '전화로는 메일을 보내라 하고, 메일을 보내면 답이 없습니다.',
      '답이 오긴 왔는데 음식이 다 식고 나서 이틀 뒤였습니다.',
    ],
    en: [
      'I wrote to you four days ago and do not even know whether anybody has read it.',
      '"Three people before you" for forty minutes, then the chat closed by itself.',
      'On the phone they say write a mail; the mail is not answered.',
      'Your answer was kind, but it came two days after the dinner it was about.',
    ],
    te: [
      'నాలుగు రోజుల క్రితం రాశాను, ఎవరైనా చదివారో లేదో కూడా తెలియదు.',
      'చాట్‌లో "మీ ముందు ముగ్గురు" అని నలభై నిమిషాలు ఉంది, తర్వాత దానంతట అదే ఆగిపోయింది.',
      'ఫోన్ చేస్తే మెయిల్ పంపమంటారు, మెయిల్ పంపితే జవాబు రాదు.',
    ],
  },
  reasons: {
    ko: ['문의가 담당이 정해지지 않은 함에 들어가 있었습니다. 앞으로는 누가 맡았는지와 답변 예정 시각을 바로 알려 드립니다.'],
    en: ['Your message lay in a box that belonged to nobody. You now see who has it and until when.'],
    te: ['మీ సందేశం ఎవరికీ చెందని పెట్టెలో ఉండిపోయింది. ఇకపై ఎవరు చూస్తున్నారో, ఎప్పటిలోగా జవాబు వస్తుందో మీకు కనిపిస్తుంది.'],
  },
};
