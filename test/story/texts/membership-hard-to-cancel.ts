import { refund, type CauseTexts } from './cause-texts.js';

export const membershipHardToCancel: CauseTexts = {
  cause: 'membership-hard-to-cancel',
  product: 'membership',
  category: 'service',
  remedySought: 'refund',
  redress: [{ kind: 'apology' }, refund(4900)],
  told: {
    ko: [
      '멤버십을 끊으려고 화면을 여섯 번이나 넘겼는데 마지막에 전화하라고 합니다. 가입은 한 번 누르면 됐잖아요.',
      '해지하려고 전화했더니 25분 동안 "혜택이 아깝지 않으세요"라는 말만 들었습니다.',
      '해지하고 나서야 모아 둔 포인트가 모두 사라진 걸 알았습니다. 미리 말해 주셨으면 다 쓰고 해지했을 겁니다.',
      '돌아가신 아버지의 멤버십을 해지하려는데 본인이 전화해야 한답니다. 어떻게 하라는 건가요.',
      '해지 단추가 어디 있는지 못 찾아서 다음 달 회비가 또 빠져나갔습니다.',
      '"정말 떠나시겠어요?"를 네 번 묻고 다섯 번째 화면에서 오류가 났습니다. 처음부터 다시 하라네요.',
      '평일 낮에만 되는 해지 전화라니, 저는 그 시간에 일합니다. 석 달째 쓰지도 않는 회비를 내고 있어요.',
      '해지 신청을 했는데 "접수"만 되고 확인이 없어서 정말 해지된 건지 모르겠습니다.',
      '회비 {amount}보다 해지하느라 쓴 시간이 더 아깝습니다. 들어올 때처럼 나갈 수 있게 해 주세요.',
      '한 달만 쉬고 싶었을 뿐인데 쉬는 방법은 없고 해지하면 포인트가 없어진다고 나중에 들었습니다.',
    ],
    en: [
      'Joining took one tap. Leaving took six screens and then a telephone number.',
      'I was on the phone for twenty-five minutes to end a membership, being told again and again what I would miss.',
      'Only after I had cancelled did I see that all my points were gone. One sentence before would have been fair.',
      'I cannot find the way out. While I was looking, next month’s fee was taken.',
      'You can only cancel by phone on weekdays, and those are the hours I work. I have paid three months for nothing.',
      '"Are you sure?" four times, an error on the fifth screen, and back to the beginning.',
      'My mother has dementia and I look after her accounts. She is asked to call in person to cancel. She cannot.',
      'I pressed everything that looked like cancelling and still do not know whether I am a member.',
      'I only wanted to pause for a month. There is no pause, and cancelling takes my points, which I was told afterwards.',
    ],
    te: [
      'చేరడానికి ఒక్క నొక్కు చాలు, మానేయడానికి ఆరు తెరలు, చివరికి ఫోన్ చేయాలట.',
      'సభ్యత్వం రద్దు చేయమని ఫోన్ చేస్తే ఇరవై నిమిషాలు ఎందుకు మానేస్తున్నారని అడుగుతూనే ఉన్నారు.',
      'రద్దు చేశాకే నా పాయింట్లన్నీ పోయాయని తెలిసింది. ముందే చెప్పి ఉంటే వాడుకునేదాన్ని.',
      'రద్దు బటన్ ఎక్కడ ఉందో దొరకలేదు, వెతుకుతుండగానే వచ్చే నెల డబ్బు కట్ అయింది.',
      'రద్దు ఫోన్ పనిదినాల్లో పగలు మాత్రమే పనిచేస్తుంది. ఆ సమయంలో నేను ఉద్యోగంలో ఉంటాను.',
      'అన్నీ నొక్కాను, అయినా నా సభ్యత్వం రద్దయిందో లేదో ఇప్పటికీ తెలియదు.',
    ],
  },
  reasons: {
    ko: [
      '지금은 해지에 여섯 단계와 전화가 필요하고 포인트가 사라진다는 안내가 없습니다. 고객님 잘못이 아닙니다. 해지해 드렸고, 마지막 회비와 포인트만큼 돌려 드립니다.',
      '들어오실 때만큼 쉽게 나가실 수 있어야 합니다. 오늘 해지를 마쳤고 회비를 돌려 드립니다. 이 원인은 기록해서 개선팀에 넘겼습니다.',
    ],
    en: [
      'Leaving takes six steps and a call today, and we do not say that points are lost. That is ours to mend, not yours to find out. You are out, and the last fee is refunded.',
      'You should be able to leave as easily as you came. We have cancelled for you, paid back the fee, and put the cause on record.',
    ],
    te: ['ఇప్పుడు మానేయడానికి ఆరు మెట్లు, ఒక ఫోన్ అవసరం; పాయింట్లు పోతాయని ముందే చెప్పడం లేదు. ఇది మా లోపం. మీ సభ్యత్వం రద్దు చేసి, చివరి రుసుము తిరిగి ఇచ్చాము.'],
  },
};
