import type { Complaint, Language } from './complaint.js';

/** Steps a customer may see; whatever is not in this list stays inside. */
export type TimelineStep =
  | 'registered'
  | 'acknowledged'
  | 'assigned'
  | 'queued'
  | 'escalated'
  | 'investigation-opened'
  | 'agent-wrote'
  | 'customer-wrote'
  | 'decided'
  | 'accepted'
  | 'declined'
  | 'declined-again'
  | 'closed'
  | 'reopened'
  | 'withdrawn';

type Sentences = Readonly<Record<TimelineStep, string>>;

const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: {
    registered: 'You told us what happened.',
    acknowledged: 'We received your message.',
    assigned: 'A colleague is now responsible for it.',
    queued: 'It is waiting for the next free colleague.',
    escalated: 'This is taking longer than we promised. A supervisor is looking after it now.',
    'investigation-opened': 'We are finding out what happened.',
    'agent-wrote': 'We wrote to you.',
    'customer-wrote': 'You wrote to us.',
    decided: 'We told you our decision.',
    accepted: 'You accepted our decision.',
    declined: 'You did not agree. We will look at it again.',
    'declined-again': 'You did not agree with our second decision either. We noted it.',
    closed: 'Your complaint is closed. We keep learning from it.',
    reopened: 'We are working on it again.',
    withdrawn: 'You took your complaint back.',
  },
  ko: {
    registered: '어떤 일이 있었는지 알려 주셨습니다.',
    acknowledged: '보내 주신 내용을 잘 받았습니다.',
    assigned: '담당 직원이 정해졌습니다.',
    queued: '다음 담당 직원을 기다리고 있습니다.',
    escalated: '약속드린 시간보다 늦어지고 있습니다. 이제 책임자가 직접 살펴보고 있습니다.',
    'investigation-opened': '무슨 일이 있었는지 확인하고 있습니다.',
    'agent-wrote': '저희가 글을 남겼습니다.',
    'customer-wrote': '고객님께서 글을 남기셨습니다.',
    decided: '결정 내용을 알려 드렸습니다.',
    accepted: '결정에 동의해 주셨습니다.',
    declined: '결정에 동의하지 않으셨습니다. 다시 살펴보겠습니다.',
    'declined-again': '두 번째 결정에도 동의하지 않으셨습니다. 그 뜻을 기록해 두었습니다.',
    closed: '처리가 끝났습니다. 같은 일이 없도록 계속 살피겠습니다.',
    reopened: '다시 처리하고 있습니다.',
    withdrawn: '불만 접수를 취소하셨습니다.',
  },
  te: {
    registered: 'ఏమి జరిగిందో మీరు మాకు తెలిపారు.',
    acknowledged: 'మీ సందేశం మాకు అందింది.',
    assigned: 'మా సహోద్యోగి ఒకరు ఇప్పుడు దీని బాధ్యత తీసుకున్నారు.',
    queued: 'ఇది తదుపరి అందుబాటులో ఉన్న సహోద్యోగి కోసం వేచి ఉంది.',
    escalated: 'మేము చెప్పిన సమయం కంటే ఆలస్యం అవుతోంది. ఇప్పుడు పర్యవేక్షకులు దీనిని చూస్తున్నారు.',
    'investigation-opened': 'ఏమి జరిగిందో మేము తెలుసుకుంటున్నాము.',
    'agent-wrote': 'మేము మీకు రాశాము.',
    'customer-wrote': 'మీరు మాకు రాశారు.',
    decided: 'మా నిర్ణయాన్ని మీకు తెలిపాము.',
    accepted: 'మా నిర్ణయాన్ని మీరు అంగీకరించారు.',
    declined: 'మీరు అంగీకరించలేదు. మేము దీనిని మళ్ళీ చూస్తాము.',
    'declined-again': 'మా రెండవ నిర్ణయాన్ని కూడా మీరు అంగీకరించలేదు. మేము దీనిని నమోదు చేసుకున్నాము.',
    closed: 'మీ ఫిర్యాదు ముగిసింది. దీని నుండి మేము నేర్చుకుంటూనే ఉంటాము.',
    reopened: 'మేము దీనిపై మళ్ళీ పని చేస్తున్నాము.',
    withdrawn: 'మీరు మీ ఫిర్యాదును వెనక్కి తీసుకున్నారు.',
  },
};

// Who asks, suggests or praises did not complain: they get an answer, and no decision.
const OF_OTHER_KINDS: Readonly<Record<Language, Partial<Sentences>>> = {
  en: {
    registered: 'You got in touch with us.',
    'investigation-opened': 'We are looking into it.',
    decided: 'We gave you our answer.',
    accepted: 'You agreed with our answer.',
    'declined-again': 'You did not agree with our second answer either. We noted it.',
    closed: 'We have finished with your message. Thank you for getting in touch.',
    withdrawn: 'You took your message back.',
  },
  ko: {
    registered: '저희에게 연락해 주셨습니다.',
    'investigation-opened': '보내 주신 내용을 살펴보고 있습니다.',
    decided: '답변을 드렸습니다.',
    accepted: '답변에 동의해 주셨습니다.',
    declined: '답변에 동의하지 않으셨습니다. 다시 살펴보겠습니다.',
    'declined-again': '두 번째 답변에도 동의하지 않으셨습니다. 그 뜻을 기록해 두었습니다.',
    closed: '보내 주신 내용의 처리가 끝났습니다. 연락해 주셔서 감사합니다.',
    withdrawn: '보내 주신 내용을 취소하셨습니다.',
  },
  te: {
    registered: 'మీరు మమ్మల్ని సంప్రదించారు.',
    'investigation-opened': 'మేము దీనిని పరిశీలిస్తున్నాము.',
    decided: 'మా సమాధానాన్ని మీకు తెలిపాము.',
    accepted: 'మా సమాధానాన్ని మీరు అంగీకరించారు.',
    'declined-again': 'మా రెండవ సమాధానాన్ని కూడా మీరు అంగీకరించలేదు. మేము దీనిని నమోదు చేసుకున్నాము.',
    closed: 'మీ సందేశంపై మా పని ముగిసింది. మమ్మల్ని సంప్రదించినందుకు ధన్యవాదాలు.',
    withdrawn: 'మీరు మీ సందేశాన్ని వెనక్కి తీసుకున్నారు.',
  },
};

/** What the customer reads for a step, in the own language and in words that suit what they told us. */
export function sentenceFor(step: TimelineStep, { kind, language }: Pick<Complaint, 'kind' | 'language'>): string {
  return (kind === 'complaint' ? undefined : OF_OTHER_KINDS[language][step]) ?? SENTENCES[language][step];
}

const WITHDRAWAL_MEANS: Readonly<Record<Language, string>> = {
  en: 'If you take your complaint back, nobody will work on it any more and you will get no decision. That it happened stays in our figures, without your name. You can write to us again at any time.',
  ko: '불만 접수를 취소하시면 더 이상 처리하지 않으며 결정도 안내해 드리지 않습니다. 다만 이런 일이 있었다는 사실은 이름 없이 통계에 남습니다. 언제든지 다시 말씀해 주실 수 있습니다.',
  te: 'మీరు ఫిర్యాదును వెనక్కి తీసుకుంటే ఇకపై ఎవరూ దానిపై పని చేయరు, నిర్ణయం కూడా రాదు. కానీ ఇది జరిగిందన్న విషయం, మీ పేరు లేకుండా, మా లెక్కల్లో ఉంటుంది. మీరు ఎప్పుడైనా మళ్ళీ మాకు రాయవచ్చు.',
};

const WITHDRAWAL_OF_OTHER_KINDS_MEANS: Readonly<Record<Language, string>> = {
  en: 'If you take your message back, nobody will work on it any more and you will get no answer. You can write to us again at any time.',
  ko: '보내 주신 내용을 취소하시면 더 이상 처리하지 않으며 답변도 드리지 않습니다. 언제든지 다시 말씀해 주실 수 있습니다.',
  te: 'మీరు మీ సందేశాన్ని వెనక్కి తీసుకుంటే ఇకపై ఎవరూ దానిపై పని చేయరు, సమాధానం కూడా రాదు. మీరు ఎప్పుడైనా మళ్ళీ మాకు రాయవచ్చు.',
};

/** What withdrawing means, told before it is done. */
export function withdrawalMeans({ kind, language }: Pick<Complaint, 'kind' | 'language'>): string {
  return (kind === 'complaint' ? WITHDRAWAL_MEANS : WITHDRAWAL_OF_OTHER_KINDS_MEANS)[language];
}
