import { type CauseTexts } from './cause-texts.js';

export const videoStopped: CauseTexts = {
  cause: 'video-stopped',
  product: 'membership',
  category: 'quality',
  remedySought: 'extension',
  redress: [{ kind: 'extension' }],
  told: {
    ko: [
      '회원용 요리 강의가 12분에서 멈추고 더 넘어가지 않습니다. 양파만 썰어 놓고 끝났어요.',
      '실시간 강의가 중간에 끊겼고 다시 들어갔을 때는 이미 끝나 있었습니다.',
      '소리는 나오는데 화면이 멈춰 있습니다. 인터넷은 다른 곳에서 잘 됩니다.',
      '지난주 강의를 다시 보려는데 "재생할 수 없음"이라고 나옵니다. 회비는 매달 내고 있는데요.',
    ],
    en: [
      'The cooking class for members stops at minute twelve. I have chopped onions and no idea what comes next.',
      'The live class broke off, and when I was let in again it was over.',
      'Sound goes on, picture stands still. Everything else on my connection works.',
      'I pay every month and last week’s recording says "cannot be played".',
    ],
    te: [
      'సభ్యుల వంట క్లాసు పన్నెండో నిమిషంలో ఆగిపోయింది. ఉల్లిపాయలు తరిగి కూర్చున్నాను.',
      'లైవ్ క్లాసు మధ్యలో తెగిపోయింది, మళ్లీ చేరేసరికి అయిపోయింది.',
      'నెలనెలా డబ్బు కడుతున్నాను, పోయిన వారం వీడియో మాత్రం రావడం లేదు.',
    ],
  },
  reasons: {
    ko: ['영상 서버의 파일이 깨져 있었습니다. 다시 올렸고, 보지 못하신 만큼 멤버십을 일주일 늘려 드렸습니다.'],
    en: ['The recording was damaged on our side. It is uploaded again, and your membership runs a week longer for the class you missed.'],
    te: ['వీడియో ఫైలు మా దగ్గరే పాడైంది. మళ్లీ పెట్టాము; చూడలేకపోయినందుకు సభ్యత్వం ఒక వారం పొడిగించాము.'],
  },
};
