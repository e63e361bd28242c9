import { coupon, type CauseTexts } from './cause-texts.js';

export const lateOnFridayEvening: CauseTexts = {
  cause: 'late-on-friday-evening-riverside',
  product: 'delivery',
  category: 'delay',
  remedySought: 'coupon',
  redress: [{ kind: 'apology' }, coupon(4000)],
  told: {
    ko: [
      '강변동은 금요일 저녁만 되면 한 시간 넘게 걸립니다. 다리 하나 건너면 20분이라던데요.',
      '강변동 {place}에서 시켰는데 {minutes}분이 늦었습니다. 금요일마다 똑같습니다.',
      '금요일 저녁 강변동에는 배달원이 없는 건가요? "배달원 찾는 중"이 40분째입니다.',
      '한 주를 마치고 가족과 먹으려던 저녁인데 아이들이 기다리다 잠들었습니다. 강변동입니다.',
      '강변 공원 앞 아파트입니다. 불금에 시키면 토요일에 도착한다는 농담이 농담이 아니네요.',
      '지난 금요일에도 같은 내용으로 글을 남겼습니다. 이번 주도 {minutes}분 늦었습니다.',
      '{dish} 하나에 95분. 강변동에 산다는 이유로 이래야 하나요.',
      '자정이 넘어서야 저녁을 받았습니다. 강변동은 늘 마지막 순서인 것 같습니다.',
      '배달원은 뛰어오셨고 미안해하셨습니다. 그분 잘못이 아니라 사람이 모자란 것 같아요. 강변동 금요일입니다.',
      '도착 예정이 19:10, 19:40, 20:20으로 계속 바뀌었습니다. 금요일 강변동은 처음부터 어렵다고 말해 주세요.',
      '강변동 새 아파트 단지에 사람이 많이 들어왔는데 배달원 수는 그대로인 것 같습니다.',
      '금요일에 친구들을 초대했다가 빈 상만 한 시간 보고 있었습니다. 강변동 주문번호 {order}.',
    ],
    en: [
      'Riverside on a Friday evening again: {minutes} minutes late. On other days it works.',
      'We are the last stop every Friday. Across the bridge my sister gets her food in twenty minutes.',
      '"Looking for a courier" for forty minutes. Are there none in Riverside on Fridays?',
      'The rider ran up the stairs and apologised. It is not him, there are simply too few of them here on Friday nights.',
      'The arrival time moved from 19:10 to 19:40 to 20:20. Tell Riverside people the truth at the start.',
      'I wrote the same thing last Friday. The {dish} was late by {minutes} minutes this time.',
      'Dinner for four in Riverside, ordered at six, eaten after eight. The children had bread and fell asleep.',
      'Friday dinner came after midnight, so strictly speaking it was Saturday. Riverside, order {order}.',
      'So many new flats along the river and, it seems, the same number of couriers.',
      'We have stopped ordering on Fridays. This was one last try, {minutes} minutes late.',
    ],
    te: [
      'రివర్‌సైడ్‌లో శుక్రవారం సాయంత్రం ఎప్పుడూ ఇంతే, ఈసారి {minutes} నిమిషాలు ఆలస్యం.',
      'వంతెన అవతల ఇరవై నిమిషాల్లో వస్తుంది, రివర్‌సైడ్‌కి మాత్రం శుక్రవారం గంటన్నర పడుతోంది.',
      '"డెలివరీ వ్యక్తి కోసం వెతుకుతున్నాం" అని నలభై నిమిషాలు చూపించింది. రివర్‌సైడ్‌లో శుక్రవారం ఎవరూ ఉండరా?',
      'పోయిన శుక్రవారం కూడా ఇదే రాశాను. ఈ వారం కూడా అదే పరిస్థితి, రివర్‌సైడ్.',
      'అతిథులు వచ్చారు, {dish} మాత్రం రాలేదు. రివర్‌సైడ్, ఆర్డర్ {order}.',
      'తెచ్చిన అబ్బాయి పరుగెత్తుకుంటూ వచ్చి క్షమాపణ చెప్పాడు. తప్పు అతనిది కాదు, రివర్‌సైడ్‌లో మనుషులు తక్కువ.',
      'శుక్రవారం భోజనం అర్ధరాత్రి దాటాక వచ్చింది. రివర్‌సైడ్ అంటే ఎప్పుడూ చివరే.',
      'రివర్‌సైడ్‌లో కొత్త ఇళ్లు చాలా వచ్చాయి, డెలివరీ చేసేవారు మాత్రం పెరిగినట్టు లేదు.',
    ],
  },
  reasons: {
    ko: [
      '금요일 저녁 강변동에는 주문에 비해 배달원이 부족합니다. 기다리게 해 드려 죄송합니다. 쿠폰을 드리고, 이 원인을 개선 과제에 더했습니다.',
      '고객님 말씀이 맞습니다. 다리 너머로 배달원이 몰려 강변동 주문이 뒤로 밀립니다. 쿠폰과 함께, 진행 상황을 알려 드리겠습니다.',
    ],
    en: [
      'On Friday evenings Riverside has fewer couriers than it has orders. We are sorry; a coupon is in your account and your evening is counted in the fix we are working on.',
      'You are right: couriers gather across the bridge and Riverside waits. We will tell you when this is mended.',
    ],
    te: ['శుక్రవారం సాయంత్రం రివర్‌సైడ్‌లో ఆర్డర్లకు తగినంత మంది డెలివరీ వ్యక్తులు లేరు. క్షమించండి; కూపన్ ఇచ్చాము, మీ అనుభవాన్ని పరిష్కార పనిలో చేర్చాము.'],
  },
};
