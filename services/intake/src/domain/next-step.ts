import type { Complaint, Language } from './complaint.js';
import type { Handling, OverallStatus } from './status-view.js';

/** Praise needs nobody, who accepted is not asked again, and who declined twice is promised no third look. */
type Situation = OverallStatus | 'praised' | 'accepted' | 'declined-again';

const NEXT: Readonly<Record<Language, Readonly<Record<Situation, string>>>> = {
  en: {
    praised: 'Nothing more for you to do. Thank you for your kind words.',
    received: 'A colleague will take it on and write to you.',
    'in-progress': 'We are working on it and will tell you our decision.',
    decided: 'Please tell us whether you agree with our decision.',
    accepted: 'Thank you for your answer. We will now close it.',
    'declined-again': 'We will write to you if we can offer more. If not, we will close it.',
    closed: 'Nothing more for you to do. If something is still wrong, tell us and we will look again.',
    withdrawn: 'Nothing more for you to do. You can write to us again at any time.',
  },
  ko: {
    praised: '더 하실 일은 없습니다. 따뜻한 말씀 감사합니다.',
    received: '담당 직원이 맡아 연락드리겠습니다.',
    'in-progress': '확인한 뒤 결정 내용을 알려 드리겠습니다.',
    decided: '저희 결정에 동의하시는지 알려 주세요.',
    accepted: '답변해 주셔서 감사합니다. 이제 처리를 마무리하겠습니다.',
    'declined-again': '더 도와드릴 방법이 있으면 연락드리고, 없으면 처리를 마무리하겠습니다.',
    closed: '더 하실 일은 없습니다. 아직 불편한 점이 있으면 말씀해 주세요. 다시 살펴보겠습니다.',
    withdrawn: '더 하실 일은 없습니다. 언제든지 다시 말씀해 주세요.',
  },
  te: {
    praised: 'మీరు ఇంకేమీ చేయనవసరం లేదు. మీ మంచి మాటలకు ధన్యవాదాలు.',
    received: 'మా సహోద్యోగి ఒకరు దీనిని తీసుకుని మీకు రాస్తారు.',
    'in-progress': 'మేము దీనిపై పని చేస్తున్నాము, మా నిర్ణయాన్ని మీకు తెలుపుతాము.',
    decided: 'మా నిర్ణయంతో మీరు అంగీకరిస్తారో లేదో దయచేసి చెప్పండి.',
    accepted: 'మీ సమాధానానికి ధన్యవాదాలు. మేము ఇప్పుడు దీనిని ముగిస్తాము.',
    'declined-again': 'మేము ఇంకా ఏమైనా చేయగలిగితే మీకు రాస్తాము. లేకపోతే దీనిని ముగిస్తాము.',
    closed: 'మీరు ఇంకేమీ చేయనవసరం లేదు. ఇంకా సమస్య ఉంటే చెప్పండి, మళ్ళీ చూస్తాము.',
    withdrawn: 'మీరు ఇంకేమీ చేయనవసరం లేదు. మీరు ఎప్పుడైనా మళ్ళీ మాకు రాయవచ్చు.',
  },
};

// Who asks or suggests waits for an answer, and for no decision.
const OF_OTHER_KINDS: Readonly<Record<Language, Partial<Record<Situation, string>>>> = {
  en: {
    'in-progress': 'We are working on it and will answer you.',
    decided: 'Please tell us whether our answer helps you.',
    closed: 'Nothing more for you to do. If anything is still open, tell us and we will look again.',
  },
  ko: {
    'in-progress': '확인한 뒤 답변드리겠습니다.',
    decided: '저희 답변이 도움이 되었는지 알려 주세요.',
    closed: '더 하실 일은 없습니다. 더 궁금하신 점이 있으면 말씀해 주세요. 다시 살펴보겠습니다.',
  },
  te: {
    'in-progress': 'మేము దీనిపై పని చేస్తున్నాము, మీకు సమాధానం ఇస్తాము.',
    decided: 'మా సమాధానం మీకు ఉపయోగపడిందో లేదో దయచేసి చెప్పండి.',
    closed: 'మీరు ఇంకేమీ చేయనవసరం లేదు. ఇంకా ఏమైనా తెలుసుకోవాలంటే చెప్పండి, మళ్ళీ చూస్తాము.',
  },
};

/** What the customer can expect next, in the own language and in words that suit what they told us. */
export function nextStepFor({ kind, language }: Pick<Complaint, 'kind' | 'language'>, status: OverallStatus, { stage }: Handling): string {
  if (kind === 'praise' && status === 'received') return NEXT[language].praised;
  const situation = situationOf(status, stage);
  return (kind === 'complaint' ? undefined : OF_OTHER_KINDS[language][situation]) ?? NEXT[language][situation];
}

function situationOf(status: OverallStatus, stage: Handling['stage']): Situation {
  if (status === 'decided' && stage === 'accepted') return 'accepted';
  return status === 'in-progress' && stage === 'declined-again' ? 'declined-again' : status;
}
