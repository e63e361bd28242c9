import { type CauseTexts } from './cause-texts.js';

export const loginFailed: CauseTexts = {
  cause: 'login-failed',
  product: 'app',
  category: 'service',
  remedySought: 'apology',
  redress: [{ kind: 'apology' }],
  told: {
    ko: [
      '인증 문자가 오지 않아 로그인을 못 합니다. 번호는 십 년째 그대로입니다.',
      '비밀번호를 바꾸라고 해서 바꿨더니 새 비밀번호도 틀렸다고 합니다.',
      '휴대전화를 바꾼 뒤로 제 주문 내역이 있는 계정에 들어갈 수가 없어요.',
      '로그인할 때마다 "잠시 후 다시"만 나옵니다. 잠시가 사흘째입니다.',
    ],
    en: [
      'The code by text message never comes, and the number has been mine for ten years.',
      'You asked me to change my password. The new one is "wrong" as well.',
      'Since I have a new phone I cannot get into the account with all my orders.',
      '"Please try again in a moment." The moment has lasted three days.',
    ],
    te: [
      'కోడ్ సందేశం రావడం లేదు, లాగిన్ అవ్వలేకపోతున్నాను. నంబరు పదేళ్లుగా అదే.',
      'పాస్‌వర్డ్ మార్చమన్నారు, మార్చాక కొత్తది కూడా తప్పు అంటోంది.',
      'కొత్త ఫోన్ తీసుకున్నాక పాత ఖాతాలోకి వెళ్లలేకపోతున్నాను.',
    ],
  },
  reasons: {
    ko: ['통신사에서 인증 문자를 광고로 보고 막고 있었습니다. 다른 방법으로 확인하고 로그인을 열어 드렸습니다.'],
    en: ['Your operator took our code for advertising and held it back. We checked it was you in another way and opened the account.'],
    te: ['మీ ఫోన్ సంస్థ మా కోడ్‌ని ప్రకటనగా భావించి ఆపింది. వేరే విధంగా ధృవీకరించి ఖాతా తెరిచాము.'],
  },
};
