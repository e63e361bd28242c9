import { at, dayInWeek, FRI, MON, SAT, THU, TUE, WED, type Day } from './calendar.js';
import type { StoryComplaint } from './story-complaint.js';
import { coupon, refund } from './texts/cause-texts.js';

const day = (week: number, weekday: number): Day => dayInWeek(week, weekday);

/** People for whom the tone matters more than the tempo. */
export function peopleOfCare(): StoryComplaint[] {
  return [elderlyCaller(), courierThanked(), loyalCustomer(), smallThingAtOnce(), largeRefund()];
}

/** She takes Moonlight for the Moonlight Theatre and asks the same question three times. Nobody hurries her. */
function elderlyCaller(): StoryComplaint {
  return {
    person: 'an elderly caller',
    told: {
      channel: 'phone',
      externalId: 'moonlight-person-elderly-caller',
      kind: 'complaint',
      text:
        '어르신께서 전화로 말씀하신 내용을 받아 적었습니다. 처음에는 "문라이트 극장"이냐고 물으셨습니다. 음식이 한 시간째 안 온다고 하십니다. ' +
        '밥이 언제 오느냐고 세 번 물으셨고, 세 번 모두 처음처럼 천천히 답해 드렸습니다. 글씨가 작아 앱은 못 보시고, 약 드실 시간이 지났다고 걱정하십니다.',
      product: 'ordering',
      category: 'delay',
      language: 'ko',
      customer: { name: '송복순', phone: '+82-2-5550-0142' },
      needsCare: ['elderly', 'hard-of-hearing'],
    },
    occurredAt: at(day(2, TUE), 12, 10),
    registeredAt: at(day(2, TUE), 13, 15),
    steps: [
      {
        do: 'message',
        text: '어르신, 문라이트입니다. 음식은 지금 가고 있습니다. 20분 뒤에 도착합니다. 문 앞에서 전화드리겠습니다.',
        at: at(day(2, TUE), 13, 20),
      },
      {
        do: 'find',
        text: 'She had ordered by telephone; the order was written down without the flat number, and the courier waited at the gate.',
        at: at(day(2, TUE), 14, 0),
      },
      {
        do: 'propose',
        decision: 'upheld',
        reasons: '저희가 호수를 적지 않았습니다. 죄송합니다. 음식값은 받지 않겠습니다. 다음부터는 같은 상담원이 받습니다.',
        redress: [{ kind: 'apology' }, refund(11_000)],
        at: at(day(2, TUE), 15, 30),
      },
      { do: 'accept', at: at(day(2, WED), 10, 30) },
      {
        do: 'close',
        causeCode: 'phone-order-incomplete',
        causeNote: 'The order form for calls lets an address without a flat number pass.',
        at: at(day(2, WED), 10, 40),
      },
    ],
  };
}

/** She gave the wrong address and the courier found her all the same. */
function courierThanked(): StoryComplaint {
  return {
    person: 'a courier thanked by name',
    told: {
      channel: 'app',
      externalId: 'moonlight-person-courier-thanked',
      kind: 'praise',
      text:
        '제가 주소를 예전 집으로 잘못 적었는데, 배달원 한도윤 님이 경비실에 물어보고 전화까지 주시면서 두 정거장 떨어진 새집까지 찾아와 주셨습니다. ' +
        '국은 아직 뜨거웠어요. 제 실수였는데 한마디 불평도 없으셨습니다. 꼭 이름을 불러 칭찬해 주세요.',
      product: 'delivery',
      language: 'ko',
      customer: { name: '이수정', email: 'moonlight-person-courier-thanked@example.com' },
      aboutColleague: '한도윤',
    },
    occurredAt: at(day(4, SAT), 19, 40),
    registeredAt: at(day(4, SAT), 20, 25),
    steps: [],
  };
}

/** Six years with Moonlight: the agent sees it, answers in person, and comes back to it without being asked. */
function loyalCustomer(): StoryComplaint {
  return {
    person: 'a loyal customer',
    told: {
      channel: 'e-mail',
      externalId: 'moonlight-person-loyal-customer',
      kind: 'complaint',
      text:
        'I have ordered with you nearly every Thursday since you opened, and I praised you in March for the courier who rang before being late. ' +
        'This week the standing order simply did not come, and I only noticed when the table was laid. Did I do something wrong in the settings?',
      product: 'ordering',
      category: 'service',
      language: 'en',
      customer: { name: 'Margaret Lindqvist', email: 'margaret.lindqvist@example.com' },
    },
    occurredAt: at(day(9, THU), 18, 30),
    registeredAt: at(day(9, THU), 19, 10),
    steps: [
      {
        do: 'message',
        text: 'Dear Ms Lindqvist, you did nothing wrong. I have seen your six years with us and I am calling the kitchen right now.',
        at: at(day(9, THU), 19, 25),
      },
      {
        do: 'propose',
        decision: 'upheld',
        reasons:
          'The holiday on Thursday switched standing orders off without telling anybody. Yours is on again, next Thursday is our treat, and you will get a note before every holiday.',
        redress: [{ kind: 'apology' }, { kind: 'redelivery' }],
        at: at(day(9, FRI), 9, 40),
      },
      { do: 'accept', at: at(day(9, FRI), 10, 15) },
      {
        do: 'message',
        text: 'It is Thursday again: did dinner come on time, and was it warm? I wanted to hear it from you and not from a chart.',
        at: at(day(10, THU), 20, 0),
      },
      { do: 'close', causeCode: 'standing-order-skipped', at: at(day(10, FRI), 9, 30) },
    ],
    looksAtStatus: true,
  };
}

/** A forgotten sauce, a coupon, twelve minutes: inside what an agent decides alone. */
function smallThingAtOnce(): StoryComplaint {
  return {
    person: 'an agent with room to decide',
    told: {
      channel: 'chat',
      externalId: 'moonlight-person-small-coupon',
      kind: 'complaint',
      text: 'ఆర్డర్ సరిగ్గానే వచ్చింది, కానీ స్పూన్లు లేవు. ఆఫీసులో ఉన్నాం, పెరుగన్నం చేత్తోనే తినాల్సి వచ్చింది. చిన్న విషయమే, చెప్పాలనిపించింది.',
      product: 'ordering',
      category: 'quality',
      severity: 1,
      language: 'te',
      customer: { name: 'మాధవి', email: 'moonlight-person-small-coupon@example.com' },
    },
    occurredAt: at(day(7, MON), 12, 50),
    registeredAt: at(day(7, MON), 13, 5),
    steps: [
      {
        do: 'propose',
        decision: 'upheld',
        reasons: 'మా పొరపాటు, క్షమించండి. వచ్చే ఆర్డర్‌కు ఈ చిన్న కూపన్ వాడుకోండి. నవ్వుతూ చెప్పినందుకు ధన్యవాదాలు.',
        redress: [coupon(1500)],
        at: at(day(7, MON), 13, 13),
      },
      { do: 'accept', at: at(day(7, MON), 13, 16) },
      { do: 'close', causeCode: 'cutlery-forgotten', at: at(day(7, MON), 13, 17) },
    ],
  };
}

/** A wedding lunch for forty that never came: too large for one agent alone, so a supervisor decides. */
function largeRefund(): StoryComplaint {
  return {
    person: 'a large refund, decided by another person',
    told: {
      channel: 'phone',
      externalId: 'moonlight-person-large-refund',
      kind: 'complaint',
      text: 'My daughter’s wedding lunch for forty people was confirmed for noon. At half past one a cousin drove to the market for bread. Nobody at your company knew of the order any more.',
      product: 'ordering',
      category: 'delay',
      severity: 3,
      orderNumber: 'ML-40012',
      remedySought: 'refund',
      language: 'en',
      customer: { name: 'Joseph Adeyemi', phone: '+82-2-5550-0177' },
      needsCare: ['distressed'],
    },
    occurredAt: at(day(12, SAT), 12, 0),
    registeredAt: at(day(12, SAT), 14, 20),
    steps: [
      {
        do: 'message',
        text: 'Mr Adeyemi, there is nothing to excuse here. I have your order, I am with it until it is settled, and a supervisor decides on the refund today.',
        at: at(day(12, SAT), 14, 30),
      },
      {
        do: 'propose',
        decision: 'upheld',
        reasons:
          'The order was lost when it was moved between two kitchens. You get the whole amount back, and we pay for what your family bought that day.',
        redress: [{ kind: 'apology' }, refund(620_000), { kind: 'goodwill', amountMinor: 100_000, currency: 'KRW' }],
        by: 'supervisor',
        at: at(day(12, SAT), 16, 45),
      },
      { do: 'accept', at: at(day(13, MON), 9, 50) },
      { do: 'close', causeCode: 'group-order-lost', at: at(day(13, MON), 10, 20) },
    ],
  };
}
