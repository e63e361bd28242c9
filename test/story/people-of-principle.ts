import { at, dayInWeek, FRI, MON, SUN, THU, TUE, WED, type Day } from './calendar.js';
import type { StoryComplaint } from './story-complaint.js';
import { coupon, refund } from './texts/cause-texts.js';

const day = (week: number, weekday: number): Day => dayInWeek(week, weekday);

/** People who know what they want: in writing, once, not at all any more, or what was promised. */
export function peopleOfPrinciple(): StoryComplaint[] {
  return [guideReader(), writesTwice(), takesItBack(), stillNoMoney()];
}

/** Has read the guide: order number, photo, remedy, and the answer in writing. */
function guideReader(): StoryComplaint {
  return {
    person: 'a guide-reader',
    told: {
      channel: 'web',
      externalId: 'moonlight-person-guide-reader',
      kind: 'complaint',
      text:
        'Order ML-27714, Sunday, 19:05. Receipt: three dishes, sum 41,000 won. Charged: 46,500 won. Photo of the receipt and of the card statement attached. ' +
        'I ask for the difference of 5,500 won and for an explanation in writing.',
      product: 'ordering',
      category: 'payment',
      orderNumber: 'ML-27714',
      remedySought: 'refund',
      language: 'en',
      customer: { name: 'Helena Vogt', email: 'helena.vogt@example.com' },
    },
    occurredAt: at(day(5, SUN), 19, 5),
    registeredAt: at(day(5, SUN), 19, 32),
    steps: [
      {
        do: 'propose',
        decision: 'upheld',
        reasons:
          'The restaurant changed a price between your order and its acceptance, and we let that pass. The price you saw is the price you pay: 5,500 won go back to your card. This message is your explanation in writing.',
        redress: [refund(5_500)],
        at: at(day(6, MON), 10, 10),
      },
      { do: 'accept', at: at(day(6, MON), 10, 40) },
      { do: 'close', causeCode: 'price-changed-after-order', at: at(day(6, MON), 11, 0) },
    ],
    looksAtStatus: true,
  };
}

/** An impatient thumb: the same message twice within 200 ms is one complaint. */
function writesTwice(): StoryComplaint {
  return {
    person: 'somebody who writes twice',
    told: {
      channel: 'app',
      externalId: 'moonlight-person-writes-twice',
      kind: 'complaint',
      text: '팁을 누른 적이 없는데 2,000원이 팁으로 더 결제됐습니다. 보내기를 눌렀는데 반응이 없어서 한 번 더 눌렀어요.',
      product: 'payment',
      category: 'payment',
      orderNumber: 'ML-31870',
      remedySought: 'refund',
      language: 'ko',
      customer: { name: '문가영', email: 'moonlight-person-writes-twice@example.com' },
    },
    occurredAt: at(day(3, THU), 20, 30),
    registeredAt: at(day(3, THU), 20, 41),
    sentTwice: true,
    steps: [
      {
        do: 'propose',
        decision: 'upheld',
        reasons: '팁 단추가 미리 선택되어 있었습니다. 2,000원을 돌려 드리고 그 설정을 껐습니다. 글은 한 건으로 잘 접수되었습니다.',
        redress: [refund(2_000)],
        at: at(day(3, FRI), 9, 20),
      },
      { do: 'accept', at: at(day(3, FRI), 9, 45) },
      { do: 'close', causeCode: 'tip-preselected', at: at(day(3, FRI), 9, 50) },
    ],
  };
}

/** Found the bag on the neighbour's shelf; is told what withdrawing means, and does it. */
function takesItBack(): StoryComplaint {
  return {
    person: 'somebody who withdraws',
    told: {
      channel: 'chat',
      externalId: 'moonlight-person-withdraws',
      kind: 'complaint',
      text: 'My dinner was marked as delivered and is nowhere to be seen. The photo shows our stairs, I think.',
      product: 'delivery',
      category: 'service',
      language: 'en',
      customer: { name: 'Oliver Petersen', email: 'moonlight-person-withdraws@example.com' },
    },
    occurredAt: at(day(6, WED), 19, 15),
    registeredAt: at(day(6, WED), 19, 28),
    steps: [
      {
        do: 'message',
        text: 'Good to hear that your neighbour kept it warm! If you withdraw, nobody works on it any more and there is no decision; it still helps us to count what goes wrong. Shall I?',
        at: at(day(6, WED), 19, 50),
      },
      { do: 'withdraw', at: at(day(6, WED), 19, 54) },
    ],
  };
}

/** Closed, and then the money went to an account that no longer exists: opened again, a second cycle. */
function stillNoMoney(): StoryComplaint {
  return {
    person: 'somebody who has to come back',
    told: {
      channel: 'app',
      externalId: 'moonlight-person-comes-back',
      kind: 'complaint',
      text: '배달이 취소된 주문의 환불을 부탁드립니다. 결제했던 계좌는 지난달에 바꿨습니다.',
      product: 'payment',
      category: 'payment',
      orderNumber: 'ML-61190',
      remedySought: 'refund',
      language: 'ko',
      customer: { name: '노은채', email: 'moonlight-person-comes-back@example.com' },
    },
    occurredAt: at(day(14, TUE), 18, 50),
    registeredAt: at(day(14, TUE), 19, 30),
    steps: [
      {
        do: 'propose',
        decision: 'upheld',
        reasons: '취소된 주문이 맞습니다. 전액을 돌려 드립니다.',
        redress: [refund(24_500)],
        at: at(day(14, WED), 11, 0),
      },
      { do: 'accept', at: at(day(14, WED), 12, 30) },
      { do: 'close', causeCode: 'refund-to-closed-account', at: at(day(14, WED), 12, 45) },
      { do: 'reopen', reason: '바꾸기 전 계좌로 보내셔서 돈이 오지 않았습니다.', at: at(day(15, MON), 9, 30) },
      {
        do: 'propose',
        decision: 'upheld',
        reasons: '새 계좌를 알려 주셨는데도 예전 계좌로 보냈습니다. 저희 잘못입니다. 오늘 새 계좌로 다시 보냈고 은행 확인도 받았습니다.',
        redress: [{ kind: 'apology' }, refund(24_500), coupon(5_000)],
        at: at(day(15, MON), 14, 0),
      },
      { do: 'accept', at: at(day(15, TUE), 9, 5) },
      {
        do: 'close',
        causeCode: 'refund-to-closed-account',
        causeNote: 'The refund form copies the old account and hides the field.',
        at: at(day(15, TUE), 9, 30),
      },
    ],
  };
}
