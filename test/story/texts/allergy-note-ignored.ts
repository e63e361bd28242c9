import { refund, type CauseTexts } from './cause-texts.js';

export const allergyNoteIgnored: CauseTexts = {
  cause: 'allergy-note-ignored',
  product: 'ordering',
  category: 'quality',
  severity: 3,
  remedySought: 'refund',
  redress: [{ kind: 'apology' }, refund(16000)],
  told: {
    ko: [
      '땅콩 알레르기가 있다고 두 번이나 적었는데 소스에 땅콩이 들어 있었습니다. 먹기 전에 알아서 다행이지 큰일 날 뻔했습니다.',
      '새우를 빼 달라고 요청란에 적었지만 가게에서는 그런 요청을 못 받았다고 합니다.',
      '아이가 우유 알레르기라 늘 확인하고 시키는데 이번에는 치즈가 들어 있었습니다.',
      '요청 사항이 가게까지 전달되지 않는다면 그 칸을 없애 주세요. 위험합니다.',
    ],
    en: [
      'I wrote "no peanuts, allergy" twice. There were peanuts in the sauce. We saw it in time, luckily.',
      'The restaurant says my note about shrimps never reached them.',
      'My daughter cannot have milk. There was cheese in the {dish} although the note was clear.',
      'If the notes do not get to the kitchen, take the field away. It is dangerous.',
    ],
    te: [
      'వేరుశనగ అలర్జీ అని రెండుసార్లు రాశాను, అయినా సాస్‌లో వేరుశనగ ఉంది. తినకముందే చూశాం కాబట్టి సరిపోయింది.',
      'మా అమ్మాయికి పాలు పడవు అని రాశాను, {dish} మీద చీజ్ ఉంది.',
      'మేము రాసిన గమనిక తమకు అందలేదని హోటల్ వాళ్లు అంటున్నారు. ఇది ప్రమాదకరం.',
    ],
  },
  reasons: {
    ko: ['요청 사항이 주방 출력물의 두 번째 장에만 인쇄되었습니다. 전액 환불해 드렸고, 식당에는 알레르기 문구를 맨 위에 찍도록 요청했습니다.'],
    en: ['The note was printed only on the second page in the kitchen. You are refunded in full, and allergy notes now come first on the slip.'],
    te: ['మీ గమనిక వంటగది కాగితంలో రెండో పేజీలో మాత్రమే వచ్చింది. మొత్తం డబ్బు తిరిగి ఇచ్చాము, ఇకపై అలర్జీ గమనిక పైన రావాలని చెప్పాము.'],
  },
};
