import { type CauseTexts } from './cause-texts.js';

export const textTooSmall: CauseTexts = {
  cause: 'text-too-small',
  product: 'app',
  category: 'other',
  severity: 1,
  remedySought: 'apology',
  redress: [{ kind: 'apology' }],
  told: {
    ko: [
      '글씨가 너무 작아서 안경을 써도 메뉴를 읽을 수가 없습니다. 나이 든 사람도 배고픕니다.',
      '휴대전화 글자를 크게 해 두었는데 이 앱만 작게 나옵니다.',
      '영수증 화면은 확대도 안 되네요. 얼마를 냈는지 손녀에게 물어봐야 했습니다.',
      '글자를 키우면 "주문하기" 단추가 화면 밖으로 나가 버립니다.',
    ],
    en: [
      'I set large letters on my phone, and your app is the only one that ignores it.',
      'The receipt cannot be enlarged. I had to ask my neighbour what I had paid.',
      'With bigger text the order button slides off the screen, so I can read the menu or order, not both.',
      'Grey on white, and tiny. I am seventy-four and I like to choose my own soup.',
    ],
    te: [
      'అక్షరాలు మరీ చిన్నవి, కళ్లద్దాలు పెట్టుకున్నా మెనూ చదవలేకపోతున్నాను.',
      'ఫోన్‌లో పెద్ద అక్షరాలు పెట్టుకున్నాను, మీ యాప్‌లో మాత్రం చిన్నగానే ఉన్నాయి.',
      'అక్షరాలు పెద్దవి చేస్తే ఆర్డర్ బటన్ తెర బయటకు వెళ్లిపోతోంది.',
    ],
  },
  reasons: {
    ko: ['앱의 몇몇 화면이 휴대전화의 글자 크기 설정을 따르지 않습니다. 그때까지는 전화로 편하게 주문하실 수 있게 해 드렸습니다.'],
    en: ['Some screens do not follow the size you set on your phone. Until they do, you can order by telephone without a fee.'],
    te: ['కొన్ని తెరలు మీ ఫోన్ అక్షరాల పరిమాణాన్ని పాటించడం లేదు. అది సరయ్యే వరకు ఫోన్ ద్వారా రుసుము లేకుండా ఆర్డర్ చేయవచ్చు.'],
  },
};
