import { coupon, type CauseTexts } from './cause-texts.js';

export const appOutage: CauseTexts = {
  cause: 'app-outage',
  product: 'app',
  category: 'service',
  severity: 3,
  remedySought: 'apology',
  redress: [{ kind: 'apology' }, coupon(3000)],
  told: {
    ko: [
      '토요일 저녁 내내 앱이 열리지 않습니다. 하얀 화면만 나와요.',
      '장바구니까지 갔는데 "서버에 연결할 수 없음"만 반복됩니다.',
      '앱을 지웠다 다시 깔아도 안 됩니다. 저만 그런가요?',
      '결제 직전에 앱이 멈췄습니다. 결제가 된 건지 안 된 건지 모르겠습니다.',
      '이미 시킨 음식이 어디쯤 오는지 볼 수가 없습니다. 앱이 먹통이에요.',
      '아이들 저녁을 시켜야 하는데 한 시간째 접속이 안 됩니다. 공지라도 올려 주세요.',
    ],
    en: [
      'The app shows a white page and nothing else, since about six o’clock.',
      '"Cannot connect to the server" at every step. Is it only me?',
      'It stopped in the middle of paying. Have I paid or not?',
      'My dinner is somewhere in the city and I cannot see where, because the app is down.',
      'Installed it again, same error. A notice would have helped.',
    ],
    te: [
      'సాయంత్రం ఆరు నుంచి యాప్ తెరుచుకోవడం లేదు, తెల్ల తెర మాత్రమే వస్తోంది.',
      'ప్రతి దశలో "సర్వర్‌కు కనెక్ట్ కాలేదు" అంటోంది. నాకు మాత్రమేనా?',
      'డబ్బు కడుతుండగా ఆగిపోయింది. కట్టినట్టా కానట్టా తెలియడం లేదు.',
      'తీసేసి మళ్లీ ఇన్‌స్టాల్ చేశాను, అదే సమస్య. కనీసం ఒక ప్రకటన పెట్టాల్సింది.',
    ],
  },
  reasons: {
    ko: ['토요일 18시부터 20시까지 데이터베이스 장애로 앱이 멈췄습니다. 결제는 한 건도 이중으로 처리되지 않았습니다. 안내가 늦어 죄송합니다.'],
    en: ['A database failed on Saturday from six to eight in the evening. No payment was taken twice. We are sorry that our notice came late.'],
    te: ['శనివారం సాయంత్రం ఆరు నుంచి ఎనిమిది వరకు డేటాబేస్ పనిచేయలేదు. ఏ చెల్లింపూ రెండుసార్లు జరగలేదు. ఆలస్యంగా చెప్పినందుకు క్షమించండి.'],
  },
};
