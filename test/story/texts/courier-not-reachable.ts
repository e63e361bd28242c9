import { coupon, type CauseTexts } from './cause-texts.js';

export const courierNotReachable: CauseTexts = {
  cause: 'courier-not-reachable',
  product: 'delivery',
  category: 'service',
  remedySought: 'apology',
  redress: [{ kind: 'apology' }, coupon(3000)],
  told: {
    ko: [
      '배달원에게 네 번 전화했지만 받지 않으셨습니다. 건물 입구 비밀번호를 알려 드리려던 것뿐인데요.',
      '앱의 전화 버튼을 누르면 없는 번호라고 나옵니다. 배달원과 연락할 방법이 없었어요.',
      '문 앞에 두지 말고 전화 달라고 적었는데 전화가 오지 않았습니다. {dish}(은/는) 비를 맞고 있었습니다.',
      '지도에서 배달원이 20분 동안 멈춰 있어 걱정이 됐는데 물어볼 곳이 없었습니다.',
      '메시지를 보내도 "읽지 않음"으로만 남아 있었습니다. 혹시 사고라도 난 줄 알았어요.',
    ],
    en: [
      'I rang the courier four times to give the door code. Nobody picked up, and the food stayed in the rain.',
      'The call button in the app leads to a number that does not exist.',
      'The dot on the map did not move for twenty minutes. I was worried about the rider and there was nobody to ask.',
      'I asked for a call at the gate because the bell is broken. There was no call.',
    ],
    te: [
      'గేటు కోడ్ చెప్పడానికి డెలివరీ వ్యక్తికి నాలుగు సార్లు ఫోన్ చేశాను, ఎవరూ ఎత్తలేదు.',
      'యాప్‌లో కాల్ బటన్ నొక్కితే ఆ నంబరు లేదని వస్తోంది.',
      'మ్యాప్‌లో చుక్క ఇరవై నిమిషాలు కదలలేదు. ఏమైనా ప్రమాదమా అని కంగారు పడ్డాను, అడగడానికి ఎవరూ లేరు.',
    ],
  },
  reasons: {
    ko: ['안전을 위해 운전 중에는 전화를 받지 않게 되어 있는데, 대신 가야 할 자동 안내가 가지 않았습니다. 걱정을 끼쳐 드려 죄송합니다.'],
    en: [
      'Couriers do not answer while riding, for their safety; the automatic note that should reach you instead was not sent. We are sorry for the worry.',
    ],
    te: ['బండి నడుపుతూ ఫోన్ ఎత్తకూడదన్నది భద్రతా నియమం; బదులుగా మీకు రావాల్సిన సందేశం రాలేదు. కంగారు పెట్టినందుకు క్షమించండి.'],
  },
};
