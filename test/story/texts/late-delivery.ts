import { coupon, type CauseTexts } from './cause-texts.js';

export const lateDelivery: CauseTexts = {
  cause: 'late-delivery',
  product: 'delivery',
  category: 'delay',
  remedySought: 'coupon',
  redress: [{ kind: 'apology' }, coupon(3000)],
  told: {
    ko: [
      '{place}에서 주문한 {dish}(이/가) 예상 시간보다 {minutes}분이나 늦게 왔습니다. 기다리는 동안 아무 안내가 없어서 더 답답했어요.',
      '앱에는 계속 "10분 뒤 도착"이라고만 나왔는데 실제로는 {minutes}분을 더 기다렸습니다. 차라리 솔직한 시간을 알려 주세요.',
      '아이 저녁 시간에 맞춰 주문했는데 너무 늦게 도착해서 결국 라면을 끓여 먹였습니다.',
      '점심시간이 한 시간뿐이라 일찍 주문했는데 회의에 들어갈 때까지 오지 않았습니다. 주문번호는 {order}입니다.',
      '늦는 건 이해할 수 있습니다. 하지만 {minutes}분 늦으면서 문자 한 통 없는 건 이해하기 어렵네요.',
      '손님 세 분을 모셔 놓고 {dish}(을/를) 시켰는데 한참 지나서야 왔습니다. 제가 다 민망했습니다.',
    ],
    en: [
      'My {dish} from {place} came {minutes} minutes after the time you promised, and nobody told me it would be late.',
      'The app said "arriving in ten minutes" for most of an hour. I would rather have known the truth and cooked something.',
      'I ordered early because I only have a short lunch break. The food arrived when I was already back at my desk.',
      'We had guests at the table and kept apologising to them. {minutes} minutes late, order {order}.',
      'Late once is bad luck, but nobody answered when I asked where the courier was.',
    ],
    te: [
      '{place} నుంచి తెప్పించుకున్న {dish} చెప్పిన సమయం కన్నా {minutes} నిమిషాలు ఆలస్యంగా వచ్చింది. ఆలస్యం అవుతుందని ఒక్క మాట కూడా చెప్పలేదు.',
      'యాప్‌లో "పది నిమిషాల్లో వస్తుంది" అని గంటసేపు చూపిస్తూనే ఉంది. నిజం చెబితే ఇంట్లోనే ఏదో వండుకునేవాళ్లం.',
      'పిల్లలు ఆకలితో ఎదురుచూసి నిద్రపోయారు. ఆర్డర్ {order} ఇంత ఆలస్యం ఎందుకు అయిందో చెప్పగలరా?',
      'భోజన విరామం అయిపోయాక ఆర్డర్ వచ్చింది, తినకుండానే మళ్లీ పనిలో కూర్చోవాల్సి వచ్చింది.',
    ],
  },
  reasons: {
    ko: [
      '조리가 끝난 뒤 가까운 곳에 배달원이 없어 출발이 늦어졌습니다. 늦는다는 안내를 드리지 못한 점 사과드리며 쿠폰을 넣어 드렸습니다.',
      '비로 배달이 밀렸는데도 앱의 도착 시간이 고쳐지지 않았습니다. 기다리시게 해서 죄송합니다. 다음 주문에 쓰실 수 있는 쿠폰을 드립니다.',
    ],
    en: [
      'The food was ready, but no courier was near and we did not tell you. We are sorry for the silence as much as for the delay; a coupon is in your account.',
      'The arrival time in the app was not corrected when the road was blocked. You should have known, and we apologise.',
    ],
    te: ['వంట పూర్తయినా దగ్గరలో డెలివరీ వ్యక్తి లేక ఆలస్యమైంది, ఆ విషయం మేము మీకు చెప్పలేదు. క్షమించండి; మీ ఖాతాలో కూపన్ చేర్చాము.'],
  },
};
