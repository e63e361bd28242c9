import { at, dayInWeek, MON, SUN, THU, TUE, WED, type Day } from './calendar.js';
import type { StoryComplaint } from './story-complaint.js';
import { refund } from './texts/cause-texts.js';

const day = (week: number, weekday: number): Day => dayInWeek(week, weekday);

/** People who were refused with reasons and ask for a second look. */
export function peopleWhoObject(): StoryComplaint[] {
  return [refusedAndRight(), refusedAndWaiting()];
}

/** Refused with reasons, objects, and the second look finds what the first one missed. */
function refusedAndRight(): StoryComplaint {
  return {
    person: 'somebody refused, who goes to the second stage',
    told: {
      channel: 'e-mail',
      externalId: 'moonlight-person-second-stage',
      kind: 'complaint',
      text: '2주 전에 받은 해물찜이 상해 있었습니다. 그날 바로 사진을 메일로 보냈는데 아무 답이 없어서 다시 씁니다. 전액 환불을 원합니다.',
      product: 'ordering',
      category: 'quality',
      orderNumber: 'ML-55021',
      remedySought: 'refund',
      language: 'ko',
      customer: { name: '배정환', email: 'moonlight-person-second-stage@example.com' },
    },
    occurredAt: at(day(8, SUN), 18, 40),
    registeredAt: at(day(10, MON), 9, 15),
    steps: [
      {
        do: 'propose',
        decision: 'rejected',
        reasons:
          '음식을 받으신 지 2주가 지났고 저희 기록에 그날의 사진이 없어 상태를 확인할 수 없습니다. 사진이나 보낸 시각을 알 수 있는 것을 주시면 다른 사람이 다시 보겠습니다.',
        redress: [],
        at: at(day(10, TUE), 11, 0),
      },
      { do: 'decline', reason: '그날 20시 12분에 보낸 메일이 제 보낸편지함에 있습니다. 첨부합니다.', at: at(day(10, TUE), 20, 5) },
      { do: 'find', text: 'The mail of that evening is in our spam folder, with the photo. The customer was right.', at: at(day(10, WED), 10, 30) },
      {
        do: 'propose',
        decision: 'upheld',
        reasons: '고객님 말씀이 맞았습니다. 메일이 저희 스팸함에 있었습니다. 첫 결정을 거두고 전액을 돌려 드립니다. 두 번 쓰시게 해서 죄송합니다.',
        redress: [{ kind: 'apology' }, refund(38_000)],
        by: 'supervisor',
        at: at(day(10, WED), 15, 0),
      },
      { do: 'accept', at: at(day(10, WED), 18, 20) },
      { do: 'close', causeCode: 'evidence-lost-in-spam', at: at(day(10, THU), 9, 10) },
    ],
    looksAtStatus: true,
  };
}

/** Refused and not content: stays open until the second look is done, which is after this story. */
function refusedAndWaiting(): StoryComplaint {
  return {
    person: 'somebody whose second look is still to come',
    told: {
      channel: 'web',
      externalId: 'moonlight-person-waiting-for-second-look',
      kind: 'complaint',
      text: 'కోడి కూర నాకు నచ్చలేదు, రుచి బాగాలేదు. మొత్తం డబ్బు తిరిగి ఇవ్వాలి.',
      product: 'ordering',
      category: 'quality',
      severity: 1,
      remedySought: 'refund',
      language: 'te',
      customer: { name: 'సత్యనారాయణ', email: 'moonlight-person-waiting@example.com' },
    },
    occurredAt: at(day(19, MON), 13, 10),
    registeredAt: at(day(19, MON), 14, 0),
    steps: [
      {
        do: 'propose',
        decision: 'rejected',
        reasons: 'వంటకం మీరు ఎంచుకున్నట్టే, తాజాగా వచ్చింది; రుచి నచ్చకపోవడం మాత్రమే కారణమైతే మొత్తం డబ్బు తిరిగి ఇవ్వలేము. ఇంకేదైనా లోపం ఉంటే చెప్పండి, వేరే వ్యక్తి మళ్లీ చూస్తారు.',
        redress: [],
        at: at(day(19, WED), 10, 0),
      },
      { do: 'decline', reason: 'కూర మీద రాసిన కారం స్థాయికీ, వచ్చినదానికీ సంబంధం లేదు. ఇంకొకరు చూడాలి.', at: at(day(19, THU), 18, 0) },
    ],
  };
}
