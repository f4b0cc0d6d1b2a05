'use strict';
(() => {
  var vr = Object.create;
  var at = Object.defineProperty;
  var Pr = Object.getOwnPropertyDescriptor;
  var kr = Object.getOwnPropertyNames;
  var Er = Object.getPrototypeOf,
    Ar = Object.prototype.hasOwnProperty;
  var Sr = ((t) =>
    typeof require < 'u'
      ? require
      : typeof Proxy < 'u'
        ? new Proxy(t, { get: (e, r) => (typeof require < 'u' ? require : e)[r] })
        : t)(function (t) {
    if (typeof require < 'u') return require.apply(this, arguments);
    throw Error('Dynamic require of "' + t + '" is not supported');
  });
  var Kr = (t, e, r, n) => {
    if ((e && typeof e == 'object') || typeof e == 'function')
      for (let i of kr(e))
        !Ar.call(t, i) && i !== r && at(t, i, { get: () => e[i], enumerable: !(n = Pr(e, i)) || n.enumerable });
    return t;
  };
  var Lr = (t, e, r) => (
    (r = t != null ? vr(Er(t)) : {}),
    Kr(e || !t || !t.__esModule ? at(r, 'default', { value: t, enumerable: !0 }) : r, t)
  );
  var ve = 'tollgate:method-answered';
  var f = (t, e) => {
      let r = document.getElementById(t);
      return r instanceof e ? r : void 0;
    },
    p = (t) => {
      location.replace(t);
    },
    D = () => {
      p(location.pathname);
    },
    W = () => {
      let t = new URL(location.href);
      (t.searchParams.delete('notice'), t.searchParams.set('wait', ''), p(t.href));
    };
  var N = (t) => {
    (p(t), /^https?:/i.test(t) || setTimeout(D, 1500));
  };
  var Pe = (t) => {
      let e = f('bank', HTMLDialogElement);
      if (e === void 0) throw new TypeError('bank');
      let r = document.createElement('iframe');
      ((r.title = f('bank-title', HTMLElement)?.textContent ?? ''), (r.src = t), e.append(r));
      let n = new AbortController(),
        { signal: i } = n,
        a = new Promise((o) => {
          (f('bank-leave', HTMLElement)?.addEventListener(
            'click',
            () => {
              o('left');
            },
            { signal: i },
          ),
            e.addEventListener(
              'cancel',
              (s) => {
                (s.preventDefault(), o('left'));
              },
              { signal: i },
            ),
            e.addEventListener(
              'close',
              () => {
                o('left');
              },
              { signal: i },
            ));
        });
      return (
        e.showModal(),
        {
          left: a,
          close: () => {
            (n.abort(), r.remove(), e.close());
          },
        }
      );
    },
    Or = 1e4,
    ot = async (t) => {
      let e = document.createElement('iframe');
      ((e.hidden = !0), (e.src = t));
      let r = new AbortController(),
        n = await new Promise((i) => {
          (addEventListener(
            'message',
            ({ origin: a, data: o }) => {
              a === location.origin && o === ve && i(!0);
            },
            { signal: r.signal },
          ),
            setTimeout(() => {
              i(!1);
            }, Or),
            document.body.append(e));
        });
      return (r.abort(), e.remove(), n);
    };
  var A = async (t, e) => {
      try {
        let r = await fetch(`${t}/status${e ? '?wait' : ''}`, {
          cache: 'no-store',
          headers: { accept: 'application/json' },
          signal: AbortSignal.timeout(15e3),
        });
        return r.ok ? await r.json() : void 0;
      } catch {
        return;
      }
    },
    S = (t) => new Promise((e) => setTimeout(e, t));
  var Ir = 1e3,
    Tr = 3e4,
    X = async ({ path: t, authentication: e, showChange: r }) => {
      for (let n = Ir; ; n = Math.min(n * 1.3, Tr)) {
        let i = await A(t, !0);
        if (i?.leaves === !0 && i.url !== void 0) {
          N(i.url);
          return;
        }
        if (i !== void 0 && (i.state !== 'paying' || i.authentication !== e)) {
          r();
          return;
        }
        await S(n);
      }
    };
  var st = () => {
    let t = f('confirm', HTMLElement)?.dataset.path,
      e = f('bank-form', HTMLFormElement),
      r = e?.querySelector('button');
    if (t === void 0 || e === void 0 || !r) return;
    let n = f('leave-form', HTMLFormElement),
      i = !1;
    (n?.addEventListener('submit', () => {
      i = !0;
    }),
      (r.textContent = e.dataset.here ?? ''),
      e.addEventListener('submit', (o) => {
        o.preventDefault();
        let s = Pe(`${t}/challenge`);
        s.left.then(() => {
          (s.close(), n?.requestSubmit());
        });
      }),
      X({
        path: t,
        authentication: 'challenging',
        showChange: () => {
          i || W();
        },
      }));
  };
  var ke = (t) => {
    let e = t.querySelector('[name="browser"]');
    e !== null &&
      (e.value = JSON.stringify({
        javaEnabled: navigator.javaEnabled(),
        colorDepth: screen.colorDepth,
        screenHeight: screen.height,
        screenWidth: screen.width,
        timeZoneOffsetMinutes: new Date().getTimezoneOffset(),
      }));
  };
  var z = (t) => Array.from({ length: 20 - t }, (e, r) => t + r),
    T = [4, 4, 4, 4, 3],
    Hr = [
      { brand: 'visa', ranges: '4', panLengths: [13, 16, 18, 19], cvcLengths: [3], groups: T },
      { brand: 'mastercard', ranges: '51-55 2221-2720', panLengths: [16], cvcLengths: [3], groups: T },
      { brand: 'amex', ranges: '34 37', panLengths: [15], cvcLengths: [4], groups: [4, 6, 5] },
      { brand: 'discover', ranges: '6011 644-649 65', panLengths: z(16), cvcLengths: [3], groups: T },
      { brand: 'diners', ranges: '300-305 3095 36 38-39', panLengths: z(14), cvcLengths: [3], groups: [4, 6, 4, 5] },
      { brand: 'jcb', ranges: '3528-3589', panLengths: z(16), cvcLengths: [3], groups: T },
      { brand: 'unionpay', ranges: '62 81', panLengths: z(16), cvcLengths: [3], groups: T },
      { brand: 'mir', ranges: '2200-2204', panLengths: z(16), cvcLengths: [3], groups: T },
      { brand: 'maestro', ranges: '50 56-58 639 6304 67', panLengths: z(12), cvcLengths: [3], groups: T },
    ],
    Mr = { brand: 'unknown', panLengths: z(12), cvcLengths: [3, 4], groups: T },
    Ur = Hr.flatMap((t) =>
      t.ranges.split(' ').map((e) => {
        let [r = '', n = r] = e.split('-');
        return { rules: t, low: r, high: n };
      }),
    ),
    K = (t) =>
      Ur.find(({ low: r, high: n }) => {
        let i = t.slice(0, r.length);
        return i.length === r.length && i >= r && i <= n;
      })?.rules ?? Mr,
    ct = (t, e) => {
      if (t === '') return 'required';
      let { cvcLengths: r } = K(e);
      if (!(/^\d+$/.test(t) && r.includes(t.length))) return r.includes(3) ? 'invalid3' : 'invalid4';
    };
  var jr = /[\s\u00ad\u2010-\u2015\u2212._-]+/gu,
    Cr = new RegExp('(?![0-9])\\p{Nd}', 'gu'),
    Dr = new RegExp('\\p{Nd}', 'u'),
    L = (t) =>
      t.replace(Cr, (e) => {
        let r = e.codePointAt(0) ?? 0,
          n = r;
        for (; Dr.test(String.fromCodePoint(n - 1));) n--;
        return String((r - n) % 10);
      }),
    q = (t) => L(t).replace(jr, ''),
    ft = (t) => {
      let e = 0;
      for (let r = 0; r < t.length; r++) {
        let n = t.charCodeAt(t.length - 1 - r) - 48,
          i = n * 2;
        e += r % 2 === 0 ? n : i > 9 ? i - 9 : i;
      }
      return e % 10 === 0;
    },
    dt = (t) => {
      let e = q(t);
      return e === '' ? 'required' : /^\d{12,19}$/.test(e) && !/^0+$/.test(e) && ft(e) ? void 0 : 'invalid';
    },
    ht = (t) => {
      let e = t.replace(Nr, (n) => 'x'.repeat(n.length)),
        r = [...e.matchAll(new RegExp('\\p{Nd}+', 'gu'))].map(({ 0: n, index: i }) => ({
          digits: L(n),
          start: i,
          end: i + n.length,
        }));
      for (let [n, { digits: i, start: a, end: o }] of r.entries()) {
        if (lt(i)) return { start: a, end: o };
        let s = i;
        for (let c = n + 1; c < r.length && s.length < bt; c++) {
          let u = r[c - 1],
            d = r[c];
          if (
            u === void 0 ||
            d === void 0 ||
            u.digits.length > ut ||
            d.digits.length > ut ||
            !zr.test(e.slice(u.end, d.start))
          )
            break;
          if (((s += d.digits), lt(s))) return { start: a, end: d.end };
        }
      }
    },
    Nr = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi,
    bt = 19,
    ut = 6,
    zr = /^(?:[\s\u00ad\u2010-\u2015\u2212._-]| - )$/u,
    lt = (t) => t.length >= 13 && t.length <= bt && ft(t) && /[1-9]/.test(t);
  var pt = (t) => {
    let e = t.trim();
    if (e === '') return 'required';
    if (ht(e) !== void 0) return 'containsPan';
    let r = [...e].length;
    return r >= 2 && r <= 64 && !new RegExp('\\p{Cc}', 'u').test(e) ? void 0 : 'invalid';
  };
  var Br = /^(\d{1,2})\s*[/.\s\u2010-\u2015-]\s*(\d{2}|\d{4})$/u,
    Rr = /^(\d{2})(\d{2}|\d{4})$/,
    yt = /^(20\d{2})(?:\s*[/.\s\u2010-\u2015-]\s*(\d{1,2})|(0[1-9]|1[0-2]))$/u,
    mt = (t) => yt.test(t.trim()),
    Ge = (t) => {
      let e = L(t).trim(),
        [, r, n, i] = yt.exec(e) ?? [],
        a = Br.exec(e) ?? Rr.exec(e),
        [, o, s] = r === void 0 ? (a ?? []) : [e, n ?? i, r];
      if (o === void 0 || s === void 0) return;
      let c = Number(o);
      if (!(c < 1 || c > 12)) return { month: c, year: s.length === 2 ? 2e3 + Number(s) : Number(s) };
    },
    Fr = -720 * 60 * 1e3,
    Gr = 20,
    $r = ({ month: t, year: e }, r) => e * 12 + t < xt(r),
    wt = (t, e) => {
      if (t.trim() === '') return 'required';
      let r = Ge(t);
      return r === void 0 ? 'invalid' : $r(r, e) ? 'past' : r.year * 12 + r.month > xt(e) + Gr * 12 ? 'tooFar' : void 0;
    },
    xt = (t) => {
      let e = new Date(t + Fr);
      return e.getUTCFullYear() * 12 + e.getUTCMonth() + 1;
    };
  var Wr = 19,
    _t = (t, e) => {
      let r = ne(t).slice(0, Wr),
        n = Math.min(ne(t.slice(0, e)).length, r.length),
        i = [],
        a = r;
      for (let s of K(r).groups) {
        if (a === '') break;
        (i.push(a.slice(0, s)), (a = a.slice(s)));
      }
      let o = i.join(' ');
      return { text: o, caret: Et(o, n) };
    },
    vt = (t, e, r) => {
      let n = L(t).trimStart(),
        i = mt(n) ? Ge(n) : void 0;
      if (i !== void 0) {
        let y = `${gt(i.month)}/${gt(i.year % 100)}`;
        return { text: y, caret: y.length };
      }
      let a = r ? !1 : /^[2-9]$/.test(n) || /^\d\s*[/.\u2013-]/.test(n),
        o = ne(a ? `0${n}` : n),
        s = o.slice(0, 2),
        c = o.slice(2, 4) === '20' ? o.slice(2, 6) : o.slice(2, 4),
        u = c.length === 4 ? c.slice(2) : c,
        d = u !== '' || (s.length === 2 && !r) ? `${s}/${u}` : s;
      return e >= t.length
        ? { text: d, caret: d.length }
        : { text: d, caret: Et(d, ne(t.slice(0, e)).length + (a ? 1 : 0)) };
    },
    Pt = (t, e) => ne(t).slice(0, e),
    kt = (t) => t.length === Math.max(...K(t).panLengths),
    gt = (t) => String(t).padStart(2, '0'),
    ne = (t) => L(t).replace(/\D/g, ''),
    Et = (t, e) => {
      let r = 0;
      for (let n = 0; n < e && r < t.length; r++) /\d/.test(t.charAt(r)) && n++;
      return e > 0 && /[ /]/.test(t.charAt(r)) ? r + 1 : r;
    };
  var $e = { width: 38, height: 24 },
    Ee = (t, e, r = 1) => ['circle', { cx: t, cy: 12, r: 7, fill: e, opacity: r }],
    O = (t) => ['rect', { ...$e, fill: t }],
    Ae = (t, e, r = '#fff') => [
      'text',
      {
        x: 19,
        y: 12 + e * 0.36,
        fill: r,
        'font-size': e,
        'font-weight': 800,
        'font-family': 'Arial, sans-serif',
        'text-anchor': 'middle',
        direction: 'ltr',
      },
      t,
    ],
    At = {
      visa: [O('#1a1f71'), Ae('VISA', 11)],
      mastercard: [O('#1b1b1f'), Ee(15, '#eb001b'), Ee(23, '#f79e1b', 0.85)],
      maestro: [O('#1b1b1f'), Ee(15, '#0099df'), Ee(23, '#ed0006', 0.85)],
      amex: [O('#0f6cb6'), Ae('AMEX', 10)],
      discover: [
        O('#f4f4f6'),
        ['path', { d: 'M38 10v14H12c12-2 20-7 26-14z', fill: '#f47216' }],
        Ae('DISC', 9, '#1b1b1f'),
      ],
      diners: [
        O('#0a4f8f'),
        ['circle', { cx: 19, cy: 12, r: 8, fill: '#fff' }],
        ['path', { d: 'M17 7v10a5.4 5.4 0 0 1 0-10zM21 7v10a5.4 5.4 0 0 0 0-10z', fill: '#0a4f8f' }],
      ],
      jcb: [
        O('#f4f4f6'),
        ['rect', { x: 6, y: 4, width: 8, height: 16, rx: 2, fill: '#0b5cad' }],
        ['rect', { x: 15, y: 4, width: 8, height: 16, rx: 2, fill: '#c9143a' }],
        ['rect', { x: 24, y: 4, width: 8, height: 16, rx: 2, fill: '#0a8a43' }],
      ],
      unionpay: [
        O('#f4f4f6'),
        ['path', { d: 'M9 4h8l-4 16H5z', fill: '#d8232a' }],
        ['path', { d: 'M17 4h8l-4 16h-8z', fill: '#00447c' }],
        ['path', { d: 'M25 4h8l-4 16h-8z', fill: '#007b84' }],
      ],
      mir: [O('#0f754e'), Ae('MIR', 11)],
    };
  var Xr = 'http://www.w3.org/2000/svg',
    Kt = (t) => {
      if (t === 'unknown') return;
      let { width: e, height: r } = $e,
        n = St('svg', { viewBox: `0 0 ${e} ${r}`, width: e, height: r, focusable: 'false' });
      for (let [i, a, o = ''] of At[t]) {
        let s = St(i, a);
        ((s.textContent = o), n.append(s));
      }
      return n;
    },
    St = (t, e) => {
      let r = document.createElementNS(Xr, t);
      if (!(r instanceof SVGElement)) throw new TypeError(t);
      for (let [n, i] of Object.entries(e)) r.setAttribute(n, String(i));
      return r;
    };
  var Lt = (t) => {
      let e = [...t.querySelectorAll('[name="method"]')];
      return {
        savedDigits: () => e.find(({ checked: r }) => r)?.dataset.digits,
        whenChosen: (r) => {
          if (e.length !== 0) {
            for (let n of e) n.addEventListener('change', r);
            addEventListener('pageshow', r);
          }
        },
      };
    },
    Ot = (t, e) => {
      for (let i of e) {
        i.disabled = !t;
        let a = i.closest('.field');
        a !== null && (a.hidden = !t);
      }
      let r = f('save-offer', HTMLElement),
        n = f('saveCard', HTMLInputElement);
      (r !== void 0 && (r.hidden = !t), n !== void 0 && (n.disabled = !t));
    };
  var ie = ['pan', 'expiry', 'cvc', 'cardholderName'],
    Ut = (t) => {
      let e = Yr();
      if (e === void 0) return;
      let { methods: r, texts: n } = t,
        i = { ...t, inputs: e };
      for (let c of ie) qr(c, i);
      let a = () => {
          ((e.cvc.value = ''), Se(e.cvc, ''));
        },
        o = r.savedDigits(),
        s = () => {
          let c = r.savedDigits(),
            { pan: u, expiry: d, cardholderName: y } = e;
          (Ot(c === void 0, [u, d, y]), zt(i), c !== o && a(), (o = c));
        };
      return (
        r.whenChosen(s),
        Nt(i),
        s(),
        {
          values: () => (r.savedDigits() === void 0 ? Vr(e) : { cvc: e.cvc.value }),
          check: () => It(i, (c) => We(c, i)),
          showMistakes: (c) => {
            It(i, (u) => Ct(u, c, n));
          },
          clearCvc: a,
        }
      );
    },
    qr = (t, e) => {
      let r = e.inputs[t],
        n = (i) => {
          (Jr(t, e, i instanceof InputEvent && i.inputType.startsWith('delete')),
            t === 'pan' && Nt(e),
            r.getAttribute('aria-invalid') === 'true' && Se(r, We(t, e)),
            Zr(t, e, i));
        };
      (r.addEventListener('input', (i) => {
        (!(i instanceof InputEvent) || !i.isComposing) && n(i);
      }),
        r.addEventListener('compositionend', n),
        r.addEventListener('change', () => {
          Se(r, We(t, e));
        }));
    },
    Vr = ({ pan: t, expiry: e, cvc: r, cardholderName: n }) => ({
      pan: q(t.value),
      expiry: e.value,
      cvc: r.value,
      cardholderName: n.value,
    }),
    Yr = () => {
      let [t, e, r, n] = ie.map((i) => f(i, HTMLInputElement));
      return t && e && r && n && { pan: t, expiry: e, cvc: r, cardholderName: n };
    },
    Ke = ({ inputs: t, methods: e }) => e.savedDigits() ?? q(t.pan.value),
    jt = (t) => {
      let { pan: e, expiry: r, cvc: n, cardholderName: i } = t.inputs,
        a = { cvc: ct(L(n.value).trim(), Ke(t)) };
      return t.methods.savedDigits() !== void 0
        ? a
        : { ...a, pan: dt(e.value), expiry: wt(r.value, t.nowMs()), cardholderName: pt(i.value) };
    },
    We = (t, e) => Ct(t, jt(e), e.texts),
    Ct = (t, e, { mistakes: r }) => r[t][e[t] ?? ''] ?? '',
    Se = (t, e) => {
      e === '' ? t.removeAttribute('aria-invalid') : t.setAttribute('aria-invalid', 'true');
      let r = f(`${t.id}-mistake`, HTMLElement);
      r !== void 0 && r.textContent !== e && (r.textContent = e);
    },
    It = ({ inputs: t }, e) => {
      let r = ie.filter((i) => {
          let a = e(i);
          return (Se(t[i], a), a !== '');
        }),
        [n] = r;
      return (n !== void 0 && t[n].focus(), n === void 0);
    },
    Jr = (t, e, r) => {
      let n = e.inputs[t],
        i = n.selectionStart ?? n.value.length;
      (t === 'cvc' && Dt(n, Pt(n.value, Math.max(...K(Ke(e)).cvcLengths))),
        t === 'pan' && Tt(n, _t(n.value, i)),
        t === 'expiry' && Tt(n, vt(n.value, i, r)));
    },
    Dt = (t, e) => (t.value === e ? !1 : ((t.value = e), !0)),
    Tt = (t, e) => {
      Dt(t, e.text) && document.activeElement === t && t.setSelectionRange(e.caret, e.caret);
    },
    Ht = '',
    Nt = (t) => {
      let { brand: e } = K(q(t.inputs.pan.value)),
        r = f('brand', HTMLElement);
      if (r === void 0 || e === Ht) return;
      Mt ??= r.firstElementChild ?? void 0;
      let n = Kt(e) ?? Mt;
      (n !== void 0 && r.replaceChildren(n), (r.dataset.brand = e), (Ht = e), zt(t));
    },
    zt = (t) => {
      let { cvcHint: e, cvcHintAmex: r } = t.texts,
        n = f('cvc-hint', HTMLElement);
      n !== void 0 && (n.textContent = K(Ke(t)).brand === 'amex' ? r : e);
    },
    Mt,
    Zr = (t, e, r) => {
      if (!(r instanceof InputEvent) || r.inputType !== 'insertText') return;
      let { inputs: n } = e,
        i = n[t];
      if (i.selectionStart !== i.value.length || document.activeElement !== i) return;
      let { pan: a, expiry: o, cvc: s } = jt(e),
        c =
          (t === 'pan' && a === void 0 && kt(q(n.pan.value))) ||
          (t === 'expiry' && o === void 0 && i.value.length === 5) ||
          (t === 'cvc' && s === void 0 && K(Ke(e)).cvcLengths.length === 1),
        u = n[ie[ie.indexOf(t) + 1] ?? t];
      c && u.value === '' && u.focus();
    };
  var Qr = 864e5,
    en = 12e4,
    Bt = (t) => {
      let e = f('time-left', HTMLElement);
      if (e === void 0) return;
      let r = Date.now() + Number(e.dataset.msLeft),
        n = new Intl.NumberFormat(document.documentElement.lang, {
          numberingSystem: e.dataset.digits ?? 'latn',
          minimumIntegerDigits: 2,
          useGrouping: !1,
        }),
        i = !1,
        a = () => {
          let s = Math.max(0, r - Date.now()),
            c = Math.ceil(s / 1e3);
          s < Qr &&
            (e.textContent = tn(c)
              .map((d) => n.format(d))
              .join(':'));
          let u = s < en;
          (e.classList.toggle('short', u),
            u && !i && t.announce(t.almostUp),
            (i = u),
            !(s > 0) && (clearInterval(o), nn(t)));
        },
        o = setInterval(a, 1e3);
      a();
    },
    tn = (t) => {
      let e = Math.floor(t / 3600),
        r = [Math.floor(t / 60) % 60, t % 60];
      return e === 0 ? r : [e, ...r];
    },
    rn = 2e3,
    nn = async ({ path: t, isPaying: e }) => {
      for (;;) {
        let r = e() ? void 0 : await A(t, !1);
        if (r !== void 0 && r.state !== 'open' && !e()) {
          D();
          return;
        }
        await S(rn);
      }
    };
  var an = 6e4,
    ae = async (t, e) => {
      try {
        let n = await (
          await fetch(t, {
            method: 'POST',
            headers: { 'content-type': 'application/json', accept: 'application/json' },
            body: JSON.stringify(e),
            redirect: 'error',
            signal: AbortSignal.timeout(an),
          })
        ).json();
        return n !== null && n.kind in on ? n : void 0;
      } catch {
        return;
      }
    },
    on = { leave: !0, show: !0, mistakes: !0, tryAgain: !0, methodStep: !0, challenge: !0 },
    Le = async (t, e) => {
      let r = await ae(e, t.body);
      for (let n = 0; r?.kind === 'methodStep' && n < sn; n++) {
        let { frame: i, state: a } = r,
          o = (await ot(i)) ? 'yes' : 'no';
        r = await ae(e, { ...t.body, methodState: a, methodDone: o });
      }
      return Rt(t, r);
    },
    sn = 2,
    Rt = async (t, e) => (e?.kind === 'challenge' ? qe(t, e.frame) : e?.kind === 'methodStep' ? void 0 : e),
    Xe = 1e3,
    Ft = 15e3,
    qe = async (t, e) => {
      let { path: r, body: n } = t,
        i = Pe(e),
        a = await cn(r, i);
      (i.close(), t.whenContinued());
      for (let o = Xe; ; o = Math.min(o * 1.5, Ft)) {
        let s = await ae(`${r}/${a ? 'abandon' : 'continue'}`, n);
        if (s !== void 0) return Rt(t, s);
        await S(o);
      }
    },
    cn = async (t, e) => {
      let { left: r } = e;
      for (let n = Xe; ;) {
        let i = await Promise.race([r, A(t, !0)]);
        if (i === 'left') return !0;
        if (i !== void 0 && i.authentication !== 'challenging') return !1;
        if (((n = i === void 0 ? Math.min(n * 1.5, Ft) : Xe), (await Promise.race([r, S(n)])) === 'left')) return !0;
      }
    };
  var m = class extends Error {
      constructor(e) {
        let r;
        (e instanceof Error ? (r = e.message) : typeof e == 'string' ? (r = e) : (r = ''),
          super(r),
          (this.name = this.constructor.name));
      }
    },
    b = class extends m {};
  var P = class extends m {},
    _ = class extends m {},
    oe = class extends m {},
    se = class extends m {},
    ce = class extends m {},
    ue = class extends m {},
    le = class extends m {},
    fe = class extends m {},
    H = class extends m {},
    w = class extends m {};
  var un = {},
    Ve = ln(globalThis, un);
  function ln(t, e) {
    return new Proxy(t, {
      get(r, n, i) {
        return n in e ? e[n] : t[n];
      },
      set(r, n, i) {
        return (n in e && delete e[n], (t[n] = i), !0);
      },
      deleteProperty(r, n) {
        let i = !1;
        return (n in e && (delete e[n], (i = !0)), n in t && (delete t[n], (i = !0)), i);
      },
      ownKeys(r) {
        let n = Reflect.ownKeys(t),
          i = Reflect.ownKeys(e),
          a = new Set(i);
        return [...n.filter((o) => !a.has(o)), ...i];
      },
      defineProperty(r, n, i) {
        return (n in e && delete e[n], Reflect.defineProperty(t, n, i), !0);
      },
      getOwnPropertyDescriptor(r, n) {
        return n in e ? Reflect.getOwnPropertyDescriptor(e, n) : Reflect.getOwnPropertyDescriptor(t, n);
      },
      has(r, n) {
        return n in e || n in t;
      },
    });
  }
  async function fn() {
    if (Ve !== void 0 && globalThis.crypto !== void 0) return globalThis.crypto.subtle;
    try {
      let { webcrypto: t } = await import('crypto');
      return t.subtle;
    } catch (t) {
      throw new w(t);
    }
  }
  var x = class {
    constructor() {
      Object.defineProperty(this, '_api', { enumerable: !0, configurable: !0, writable: !0, value: void 0 });
    }
    async _setup() {
      this._api === void 0 && (this._api = await fn());
    }
  };
  var E = { Base: 0, Psk: 1, Auth: 2, AuthPsk: 3 },
    g = {
      NotAssigned: 0,
      DhkemP256HkdfSha256: 16,
      DhkemP384HkdfSha384: 17,
      DhkemP521HkdfSha512: 18,
      DhkemSecp256k1HkdfSha256: 19,
      DhkemX25519HkdfSha256: 32,
      DhkemX448HkdfSha512: 33,
      HybridkemX25519Kyber768: 48,
      MlKem512: 64,
      MlKem768: 65,
      MlKem1024: 66,
      XWing: 25722,
    },
    de = {
      HkdfSha256: 1,
      HkdfSha384: 2,
      HkdfSha512: 3,
      Sha3256: 4,
      Sha3384: 5,
      Sha3512: 6,
      Shake128: 16,
      Shake256: 17,
      TurboShake128: 18,
      TurboShake256: 19,
    },
    M = { Aes128Gcm: 1, Aes256Gcm: 2, Chacha20Poly1305: 3, ExportOnly: 65535 };
  var h = new Uint8Array(0);
  var $t = (() => {
    let t = new Array(256),
      e = 0,
      r = 0n;
    for (; e < 256;) ((t[e] = r), e++, (r += 1n));
    return t;
  })();
  var Oe = new Uint8Array([75, 69, 77, 0, 0]);
  var Wt = new Uint8Array([72, 80, 75, 69, 45, 118, 49]);
  function V(t) {
    return new Uint8Array(l(t));
  }
  function l(t) {
    return t instanceof ArrayBuffer
      ? t
      : ArrayBuffer.isView(t)
        ? new Uint8Array(t.buffer, t.byteOffset, t.byteLength).slice().buffer
        : new Uint8Array(t).slice().buffer;
  }
  var Ye = class extends x {
      constructor() {
        (super(),
          Object.defineProperty(this, 'id', { enumerable: !0, configurable: !0, writable: !0, value: de.HkdfSha256 }),
          Object.defineProperty(this, 'hashSize', { enumerable: !0, configurable: !0, writable: !0, value: 0 }),
          Object.defineProperty(this, '_suiteId', { enumerable: !0, configurable: !0, writable: !0, value: h }),
          Object.defineProperty(this, 'algHash', {
            enumerable: !0,
            configurable: !0,
            writable: !0,
            value: { name: 'HMAC', hash: 'SHA-256', length: 256 },
          }));
      }
      init(e) {
        this._suiteId = e;
      }
      buildLabeledIkm(e, r) {
        this._checkInit();
        let n = new Uint8Array(7 + this._suiteId.byteLength + e.byteLength + r.byteLength);
        return (
          n.set(Wt, 0),
          n.set(this._suiteId, 7),
          n.set(e, 7 + this._suiteId.byteLength),
          n.set(r, 7 + this._suiteId.byteLength + e.byteLength),
          n
        );
      }
      buildLabeledInfo(e, r, n) {
        this._checkInit();
        let i = new Uint8Array(9 + this._suiteId.byteLength + e.byteLength + r.byteLength);
        return (
          i.set(new Uint8Array([0, n]), 0),
          i.set(Wt, 2),
          i.set(this._suiteId, 9),
          i.set(e, 9 + this._suiteId.byteLength),
          i.set(r, 9 + this._suiteId.byteLength + e.byteLength),
          i
        );
      }
      async extract(e, r) {
        await this._setup();
        let n = e.byteLength === 0 ? new ArrayBuffer(this.hashSize) : l(e);
        if (n.byteLength !== this.hashSize) throw new b('The salt length must be the same as the hashSize');
        let i = l(r),
          a = await this._api.importKey('raw', n, this.algHash, !1, ['sign']);
        return await this._api.sign('HMAC', a, i);
      }
      async expand(e, r, n) {
        await this._setup();
        let i = l(e),
          a = await this._api.importKey('raw', i, this.algHash, !1, ['sign']),
          o = new ArrayBuffer(n),
          s = new Uint8Array(o),
          c = h,
          u = V(r),
          d = new Uint8Array(1);
        if (n > 255 * this.hashSize) throw new Error('Entropy limit reached');
        let y = new Uint8Array(this.hashSize + u.length + 1);
        for (let I = 1, k = 0; k < s.length; I++)
          ((d[0] = I),
            y.set(c, 0),
            y.set(u, c.length),
            y.set(d, c.length + u.length),
            (c = new Uint8Array(await this._api.sign('HMAC', a, y.slice(0, c.length + u.length + 1)))),
            s.length - k >= c.length
              ? (s.set(c, k), (k += c.length))
              : (s.set(c.slice(0, s.length - k), k), (k += s.length - k)));
        return o;
      }
      async extractAndExpand(e, r, n, i) {
        await this._setup();
        let a = l(r),
          o = await this._api.importKey('raw', a, 'HKDF', !1, ['deriveBits']);
        return await this._api.deriveBits({ name: 'HKDF', hash: this.algHash.hash, salt: l(e), info: l(n) }, o, i * 8);
      }
      async labeledExtract(e, r, n) {
        return await this.extract(e, this.buildLabeledIkm(r, n));
      }
      async labeledExpand(e, r, n, i) {
        return await this.expand(e, this.buildLabeledInfo(r, n, i), i);
      }
      _checkInit() {
        if (this._suiteId === h) throw new Error('Not initialized. Call init()');
      }
    },
    U = class extends Ye {
      constructor() {
        (super(...arguments),
          Object.defineProperty(this, 'id', { enumerable: !0, configurable: !0, writable: !0, value: de.HkdfSha256 }),
          Object.defineProperty(this, 'hashSize', { enumerable: !0, configurable: !0, writable: !0, value: 32 }),
          Object.defineProperty(this, 'algHash', {
            enumerable: !0,
            configurable: !0,
            writable: !0,
            value: { name: 'HMAC', hash: 'SHA-256', length: 256 },
          }));
      }
    };
  var j = (t) =>
    typeof t == 'object' && t !== null && typeof t.privateKey == 'object' && typeof t.publicKey == 'object';
  function v(t, e) {
    if (e <= 0) throw new Error('i2Osp: too small size');
    if (t >= 256 ** e) throw new Error('i2Osp: too large integer');
    let r = new Uint8Array(e);
    for (let n = 0; n < e && t; n++) ((r[e - (n + 1)] = t % 256), (t = Math.floor(t / 256)));
    return r;
  }
  function B(t, e) {
    let r = new Uint8Array(t.length + e.length);
    return (r.set(t, 0), r.set(e, t.length), r);
  }
  function Y(t) {
    let e = t.replace(/-/g, '+').replace(/_/g, '/'),
      r = atob(e),
      n = new Uint8Array(r.length);
    for (let i = 0; i < r.length; i++) n[i] = r.charCodeAt(i);
    return n;
  }
  function Je(t, e) {
    if (t.byteLength !== e.byteLength) throw new Error('xor: different length inputs');
    let r = new Uint8Array(t.byteLength);
    for (let n = 0; n < t.byteLength; n++) r[n] = t[n] ^ e[n];
    return r;
  }
  var dn = new Uint8Array([101, 97, 101, 95, 112, 114, 107]),
    hn = new Uint8Array([115, 104, 97, 114, 101, 100, 95, 115, 101, 99, 114, 101, 116]);
  function bn(t, e, r) {
    let n = new Uint8Array(t.length + e.length + r.length);
    return (n.set(t, 0), n.set(e, t.length), n.set(r, t.length + e.length), n);
  }
  var R = class {
    constructor(e, r, n) {
      (Object.defineProperty(this, 'id', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, 'secretSize', { enumerable: !0, configurable: !0, writable: !0, value: 0 }),
        Object.defineProperty(this, 'encSize', { enumerable: !0, configurable: !0, writable: !0, value: 0 }),
        Object.defineProperty(this, 'publicKeySize', { enumerable: !0, configurable: !0, writable: !0, value: 0 }),
        Object.defineProperty(this, 'privateKeySize', { enumerable: !0, configurable: !0, writable: !0, value: 0 }),
        Object.defineProperty(this, '_prim', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_kdf', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        (this.id = e),
        (this._prim = r),
        (this._kdf = n));
      let i = new Uint8Array(Oe);
      (i.set(v(this.id, 2), 3), this._kdf.init(i));
    }
    async serializePublicKey(e) {
      return await this._prim.serializePublicKey(e);
    }
    async deserializePublicKey(e) {
      return await this._prim.deserializePublicKey(l(e));
    }
    async serializePrivateKey(e) {
      return await this._prim.serializePrivateKey(e);
    }
    async deserializePrivateKey(e) {
      return await this._prim.deserializePrivateKey(l(e));
    }
    async importKey(e, r, n = !0) {
      return await this._prim.importKey(e, r, n);
    }
    async generateKeyPair() {
      return await this._prim.generateKeyPair();
    }
    async deriveKeyPair(e) {
      let r = l(e);
      if (r.byteLength > 8192) throw new b('Too long ikm');
      return await this._prim.deriveKeyPair(r);
    }
    async encap(e) {
      let r;
      e.ekm === void 0
        ? (r = await this.generateKeyPair())
        : j(e.ekm)
          ? (r = e.ekm)
          : (r = await this.deriveKeyPair(e.ekm));
      let n = await this._prim.serializePublicKey(r.publicKey),
        i = await this._prim.serializePublicKey(e.recipientPublicKey);
      try {
        let a;
        if (e.senderKey === void 0) a = new Uint8Array(await this._prim.dh(r.privateKey, e.recipientPublicKey));
        else {
          let c = j(e.senderKey) ? e.senderKey.privateKey : e.senderKey,
            u = new Uint8Array(await this._prim.dh(r.privateKey, e.recipientPublicKey)),
            d = new Uint8Array(await this._prim.dh(c, e.recipientPublicKey));
          a = B(u, d);
        }
        let o;
        if (e.senderKey === void 0) o = B(new Uint8Array(n), new Uint8Array(i));
        else {
          let c = j(e.senderKey) ? e.senderKey.publicKey : await this._prim.derivePublicKey(e.senderKey),
            u = await this._prim.serializePublicKey(c);
          o = bn(new Uint8Array(n), new Uint8Array(i), new Uint8Array(u));
        }
        let s = await this._generateSharedSecret(a, o);
        return { enc: n, sharedSecret: s };
      } catch (a) {
        throw new oe(a);
      }
    }
    async decap(e) {
      let r = l(e.enc),
        n = await this._prim.deserializePublicKey(r),
        i = j(e.recipientKey) ? e.recipientKey.privateKey : e.recipientKey,
        a = j(e.recipientKey) ? e.recipientKey.publicKey : await this._prim.derivePublicKey(e.recipientKey),
        o = await this._prim.serializePublicKey(a);
      try {
        let s;
        if (e.senderPublicKey === void 0) s = new Uint8Array(await this._prim.dh(i, n));
        else {
          let u = new Uint8Array(await this._prim.dh(i, n)),
            d = new Uint8Array(await this._prim.dh(i, e.senderPublicKey));
          s = B(u, d);
        }
        let c;
        if (e.senderPublicKey === void 0) c = B(new Uint8Array(r), new Uint8Array(o));
        else {
          let u = await this._prim.serializePublicKey(e.senderPublicKey);
          ((c = new Uint8Array(r.byteLength + o.byteLength + u.byteLength)),
            c.set(new Uint8Array(r), 0),
            c.set(new Uint8Array(o), r.byteLength),
            c.set(new Uint8Array(u), r.byteLength + o.byteLength));
        }
        return await this._generateSharedSecret(s, c);
      } catch (s) {
        throw new se(s);
      }
    }
    async _generateSharedSecret(e, r) {
      let n = this._kdf.buildLabeledIkm(dn, e),
        i = this._kdf.buildLabeledInfo(hn, r, this.secretSize);
      return await this._kdf.extractAndExpand(h, n, i, this.secretSize);
    }
  };
  var C = ['deriveBits'],
    G = new Uint8Array([100, 107, 112, 95, 112, 114, 107]);
  var Ie = class {
    constructor(e) {
      (Object.defineProperty(this, '_num', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        (this._num = new Uint8Array(e)));
    }
    val() {
      return this._num;
    }
    reset() {
      this._num.fill(0);
    }
    set(e) {
      if (e.length !== this._num.length) throw new Error('Bignum.set: invalid argument');
      this._num.set(e);
    }
    isZero() {
      for (let e = 0; e < this._num.length; e++) if (this._num[e] !== 0) return !1;
      return !0;
    }
    lessThan(e) {
      if (e.length !== this._num.length) throw new Error('Bignum.lessThan: invalid argument');
      for (let r = 0; r < this._num.length; r++) {
        if (this._num[r] < e[r]) return !0;
        if (this._num[r] > e[r]) return !1;
      }
      return !1;
    }
  };
  var pn = new Uint8Array([99, 97, 110, 100, 105, 100, 97, 116, 101]),
    yn = new Uint8Array([
      255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 188, 230, 250, 173, 167, 23, 158, 132,
      243, 185, 202, 194, 252, 99, 37, 81,
    ]),
    mn = new Uint8Array([
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
      255, 199, 99, 77, 129, 244, 55, 45, 223, 88, 26, 13, 178, 72, 176, 167, 122, 236, 236, 25, 106, 204, 197, 41, 115,
    ]),
    wn = new Uint8Array([
      1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 250, 81, 134, 135, 131, 191, 47, 150, 107, 127, 204, 1, 72, 247,
      9, 165, 208, 59, 181, 201, 184, 137, 156, 71, 174, 187, 111, 183, 30, 145, 56, 100, 9,
    ]),
    xn = new Uint8Array([
      48, 65, 2, 1, 0, 48, 19, 6, 7, 42, 134, 72, 206, 61, 2, 1, 6, 8, 42, 134, 72, 206, 61, 3, 1, 7, 4, 39, 48, 37, 2,
      1, 1, 4, 32,
    ]),
    gn = new Uint8Array([
      48, 78, 2, 1, 0, 48, 16, 6, 7, 42, 134, 72, 206, 61, 2, 1, 6, 5, 43, 129, 4, 0, 34, 4, 55, 48, 53, 2, 1, 1, 4, 48,
    ]),
    _n = new Uint8Array([
      48, 96, 2, 1, 0, 48, 16, 6, 7, 42, 134, 72, 206, 61, 2, 1, 6, 5, 43, 129, 4, 0, 35, 4, 73, 48, 71, 2, 1, 1, 4, 66,
    ]),
    vn = {
      p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
      b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
      gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
      coordinateSize: 32,
    },
    Pn = {
      p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
      b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
      gx: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
      gy: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
      coordinateSize: 48,
    },
    kn = {
      p: (1n << 521n) - 1n,
      b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
      gx: 0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
      gy: 0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
      coordinateSize: 66,
    };
  function J(t, e) {
    let r = t % e;
    return r >= 0n ? r : r + e;
  }
  function Vt(t, e, r) {
    let n = 1n,
      i = J(t, r),
      a = e;
    for (; a > 0n;) ((a & 1n) === 1n && (n = J(n * i, r)), (i = J(i * i, r)), (a >>= 1n));
    return n;
  }
  function En(t, e) {
    let r = Vt(t, (e + 1n) >> 2n, e);
    if (J(r * r, e) !== J(t, e)) throw new Error('Invalid ECDH point');
    return r;
  }
  function An(t) {
    let e = 0n;
    for (let r of t) e = (e << 8n) | $t[r];
    return e;
  }
  function Xt(t, e) {
    let r = new Uint8Array(e),
      n = t;
    for (let i = e - 1; i >= 0; i--) ((r[i] = Number(n & 0xffn)), (n >>= 8n));
    if (n !== 0n) throw new Error('Invalid coordinate length');
    return r;
  }
  function qt(t, e, r) {
    let n = new Uint8Array(1 + r * 2);
    return ((n[0] = 4), n.set(Xt(t, r), 1), n.set(Xt(e, r), 1 + r), n);
  }
  var he = class extends x {
    constructor(e, r) {
      switch (
        (super(),
        Object.defineProperty(this, '_hkdf', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_alg', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_nPk', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_nSk', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_nDh', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_order', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_bitmask', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_pkcs8AlgId', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_curveParams', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        (this._hkdf = r),
        e)
      ) {
        case g.DhkemP256HkdfSha256:
          ((this._alg = { name: 'ECDH', namedCurve: 'P-256' }),
            (this._nPk = 65),
            (this._nSk = 32),
            (this._nDh = 32),
            (this._order = yn),
            (this._bitmask = 255),
            (this._pkcs8AlgId = xn),
            (this._curveParams = vn));
          break;
        case g.DhkemP384HkdfSha384:
          ((this._alg = { name: 'ECDH', namedCurve: 'P-384' }),
            (this._nPk = 97),
            (this._nSk = 48),
            (this._nDh = 48),
            (this._order = mn),
            (this._bitmask = 255),
            (this._pkcs8AlgId = gn),
            (this._curveParams = Pn));
          break;
        default:
          ((this._alg = { name: 'ECDH', namedCurve: 'P-521' }),
            (this._nPk = 133),
            (this._nSk = 66),
            (this._nDh = 66),
            (this._order = wn),
            (this._bitmask = 1),
            (this._pkcs8AlgId = _n),
            (this._curveParams = kn));
          break;
      }
    }
    async serializePublicKey(e) {
      await this._setup();
      try {
        return await this._api.exportKey('raw', e);
      } catch (r) {
        throw new P(r);
      }
    }
    async deserializePublicKey(e) {
      await this._setup();
      try {
        return await this._importRawKey(l(e), !0);
      } catch (r) {
        throw new _(r);
      }
    }
    async serializePrivateKey(e) {
      await this._setup();
      try {
        let r = await this._api.exportKey('jwk', e);
        if (!('d' in r)) throw new Error('Not private key');
        return Y(r.d).buffer;
      } catch (r) {
        throw new P(r);
      }
    }
    async deserializePrivateKey(e) {
      await this._setup();
      try {
        return await this._importRawKey(l(e), !1);
      } catch (r) {
        throw new _(r);
      }
    }
    async importKey(e, r, n) {
      await this._setup();
      try {
        if (e === 'raw') return await this._importRawKey(r, n);
        if (r instanceof ArrayBuffer) throw new Error('Invalid jwk key format');
        return await this._importJWK(r, n);
      } catch (i) {
        throw new _(i);
      }
    }
    async generateKeyPair() {
      await this._setup();
      try {
        return await this._api.generateKey(this._alg, !0, C);
      } catch (e) {
        throw new w(e);
      }
    }
    async deriveKeyPair(e) {
      await this._setup();
      try {
        let r = l(e),
          n = await this._hkdf.labeledExtract(h, G, new Uint8Array(r)),
          i = new Ie(this._nSk);
        for (let o = 0; i.isZero() || !i.lessThan(this._order); o++) {
          if (o > 255) throw new Error('Faild to derive a key pair');
          let s = new Uint8Array(await this._hkdf.labeledExpand(n, pn, v(o, 1), this._nSk));
          ((s[0] = s[0] & this._bitmask), i.set(s));
        }
        let a = await this._deserializePkcs8Key(i.val());
        return (i.reset(), { privateKey: a, publicKey: await this.derivePublicKey(a) });
      } catch (r) {
        throw new H(r);
      }
    }
    async derivePublicKey(e) {
      await this._setup();
      try {
        let r = await this._api.exportKey('jwk', e);
        return (delete r.d, delete r.key_ops, await this._api.importKey('jwk', r, this._alg, !0, []));
      } catch {
        try {
          return await this._derivePublicKeyWithoutJwkExport(e);
        } catch (r) {
          throw new _(r);
        }
      }
    }
    async dh(e, r) {
      try {
        return (await this._setup(), await this._api.deriveBits({ name: 'ECDH', public: r }, e, this._nDh * 8));
      } catch (n) {
        throw new P(n);
      }
    }
    async _importRawKey(e, r) {
      if (r && e.byteLength !== this._nPk) throw new Error('Invalid public key for the ciphersuite');
      if (!r && e.byteLength !== this._nSk) throw new Error('Invalid private key for the ciphersuite');
      return r
        ? await this._api.importKey('raw', e, this._alg, !0, [])
        : await this._deserializePkcs8Key(new Uint8Array(e));
    }
    async _importJWK(e, r) {
      if (typeof e.crv > 'u' || e.crv !== this._alg.namedCurve) throw new Error(`Invalid crv: ${e.crv}`);
      if (r) {
        if (typeof e.d < 'u') throw new Error('Invalid key: `d` should not be set');
        return await this._api.importKey('jwk', e, this._alg, !0, []);
      }
      if (typeof e.d > 'u') throw new Error('Invalid key: `d` not found');
      return await this._api.importKey('jwk', e, this._alg, !0, C);
    }
    async _deserializePkcs8Key(e) {
      let r = new Uint8Array(this._pkcs8AlgId.length + e.length);
      return (
        r.set(this._pkcs8AlgId, 0),
        r.set(e, this._pkcs8AlgId.length),
        await this._api.importKey('pkcs8', r, this._alg, !0, C)
      );
    }
    async _derivePublicKeyWithoutJwkExport(e) {
      let r = qt(this._curveParams.gx, this._curveParams.gy, this._curveParams.coordinateSize),
        n = await this._api.importKey('raw', r.buffer, this._alg, !0, []),
        i = new Uint8Array(await this._api.deriveBits({ name: 'ECDH', public: n }, e, this._nDh * 8)),
        a = this._curveParams.p,
        o = An(i),
        s = J(Vt(o, 3n, a) - 3n * o + this._curveParams.b, a),
        c = En(s, a);
      (c & 1n) === 1n && (c = a - c);
      let u = qt(o, c, this._curveParams.coordinateSize);
      return await this._api.importKey('raw', u.buffer, this._alg, !0, []);
    }
  };
  var Ze = ['encrypt', 'decrypt'];
  function Kn(t) {
    return t instanceof Uint8Array || (ArrayBuffer.isView(t) && t.constructor.name === 'Uint8Array');
  }
  function be(t, e = '') {
    if (!Number.isSafeInteger(t) || t < 0) {
      let r = e && `"${e}" `;
      throw new Error(`${r}expected integer >0, got ${t}`);
    }
  }
  function $(t, e, r = '') {
    let n = Kn(t),
      i = t?.length,
      a = e !== void 0;
    if (!n || (a && i !== e)) {
      let o = r && `"${r}" `,
        s = a ? ` of length ${e}` : '',
        c = n ? `length=${i}` : `type=${typeof t}`;
      throw new Error(o + 'expected Uint8Array' + s + ', got ' + c);
    }
    return t;
  }
  function Z(t, e = !0) {
    if (t.destroyed) throw new Error('Hash instance has been destroyed');
    if (e && t.finished) throw new Error('Hash#digest() has already been called');
  }
  function Q(...t) {
    for (let e = 0; e < t.length; e++) t[e].fill(0);
  }
  var Ln = new Uint32Array([287454020]),
    On = new Uint8Array(Ln.buffer),
    In = On[0] === 68;
  function Zt(t) {
    if (typeof t != 'function' || typeof t.create != 'function')
      throw new Error('Hash must wrapped by utils.createHasher');
    (be(t.outputLen), be(t.blockLen));
  }
  var He = class {
      constructor(e, r) {
        if (
          (Object.defineProperty(this, 'oHash', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, 'iHash', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, 'blockLen', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, 'outputLen', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, 'finished', { enumerable: !0, configurable: !0, writable: !0, value: !1 }),
          Object.defineProperty(this, 'destroyed', { enumerable: !0, configurable: !0, writable: !0, value: !1 }),
          Zt(e),
          $(r, void 0, 'key'),
          (this.iHash = e.create()),
          typeof this.iHash.update != 'function')
        )
          throw new Error('Expected instance of class which extends utils.Hash');
        ((this.blockLen = this.iHash.blockLen), (this.outputLen = this.iHash.outputLen));
        let n = this.blockLen,
          i = new Uint8Array(n);
        i.set(r.length > n ? e.create().update(r).digest() : r);
        for (let a = 0; a < i.length; a++) i[a] ^= 54;
        (this.iHash.update(i), (this.oHash = e.create()));
        for (let a = 0; a < i.length; a++) i[a] ^= 106;
        (this.oHash.update(i), Q(i));
      }
      update(e) {
        return (Z(this), this.iHash.update(e), this);
      }
      digestInto(e) {
        (Z(this),
          $(e, this.outputLen, 'output'),
          (this.finished = !0),
          this.iHash.digestInto(e),
          this.oHash.update(e),
          this.oHash.digestInto(e),
          this.destroy());
      }
      digest() {
        let e = new Uint8Array(this.oHash.outputLen);
        return (this.digestInto(e), e);
      }
      _cloneInto(e) {
        e ||= Object.create(Object.getPrototypeOf(this), {});
        let { oHash: r, iHash: n, finished: i, destroyed: a, blockLen: o, outputLen: s } = this;
        return (
          (e = e),
          (e.finished = i),
          (e.destroyed = a),
          (e.blockLen = o),
          (e.outputLen = s),
          (e.oHash = r._cloneInto(e.oHash)),
          (e.iHash = n._cloneInto(e.iHash)),
          e
        );
      }
      clone() {
        return this._cloneInto();
      }
      destroy() {
        ((this.destroyed = !0), this.oHash.destroy(), this.iHash.destroy());
      }
    },
    Qt = (t, e, r) => new He(t, e).update(r).digest();
  Qt.create = (t, e) => new He(t, e);
  var Me = 0xffffffffn,
    tr = 32n;
  function Mn(t, e = !1) {
    return e
      ? { h: Number(t & Me), l: Number((t >> tr) & Me) }
      : { h: Number((t >> tr) & Me) | 0, l: Number(t & Me) | 0 };
  }
  function Qe(t, e = !1) {
    let r = t.length,
      n = new Uint32Array(r),
      i = new Uint32Array(r);
    for (let a = 0; a < r; a++) {
      let { h: o, l: s } = Mn(t[a], e);
      [n[a], i[a]] = [o, s];
    }
    return [n, i];
  }
  var Nn = 0n,
    pe = 1n,
    zn = 2n,
    Bn = 7n,
    Rn = 256n,
    Fn = 0x71n,
    Gn = [],
    $n = [],
    rr = [];
  for (let t = 0, e = pe, r = 1, n = 0; t < 24; t++) {
    (([r, n] = [n, (2 * r + 3 * n) % 5]), Gn.push(2 * (5 * n + r)), $n.push((((t + 1) * (t + 2)) / 2) % 64));
    let i = Nn;
    for (let a = 0; a < 7; a++)
      ((e = ((e << pe) ^ ((e >> Bn) * Fn)) % Rn), e & zn && (i ^= pe << ((pe << BigInt(a)) - pe)));
    rr.push(i);
  }
  var nr = Qe(rr, !0),
    Vo = nr[0],
    Yo = nr[1];
  var rt = class extends x {
      constructor(e) {
        (super(),
          Object.defineProperty(this, '_rawKey', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, '_key', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          (this._rawKey = l(e)));
      }
      async seal(e, r, n) {
        await this._setupKey();
        let i = { name: 'AES-GCM', iv: l(e), additionalData: l(n) };
        return await this._api.encrypt(i, this._key, l(r));
      }
      async open(e, r, n) {
        await this._setupKey();
        let i = { name: 'AES-GCM', iv: l(e), additionalData: l(n) };
        return await this._api.decrypt(i, this._key, l(r));
      }
      async _setupKey() {
        if (this._key !== void 0) return;
        await this._setup();
        let e = await this._importKey(this._rawKey);
        (new Uint8Array(this._rawKey).fill(0), (this._key = e));
      }
      async _importKey(e) {
        return await this._api.importKey('raw', e, { name: 'AES-GCM' }, !0, Ze);
      }
    },
    Ue = class {
      constructor() {
        (Object.defineProperty(this, 'id', { enumerable: !0, configurable: !0, writable: !0, value: M.Aes128Gcm }),
          Object.defineProperty(this, 'keySize', { enumerable: !0, configurable: !0, writable: !0, value: 16 }),
          Object.defineProperty(this, 'nonceSize', { enumerable: !0, configurable: !0, writable: !0, value: 12 }),
          Object.defineProperty(this, 'tagSize', { enumerable: !0, configurable: !0, writable: !0, value: 16 }));
      }
      createEncryptionContext(e) {
        return new rt(e);
      }
    },
    ye = class extends Ue {
      constructor() {
        (super(...arguments),
          Object.defineProperty(this, 'id', { enumerable: !0, configurable: !0, writable: !0, value: M.Aes256Gcm }),
          Object.defineProperty(this, 'keySize', { enumerable: !0, configurable: !0, writable: !0, value: 32 }),
          Object.defineProperty(this, 'nonceSize', { enumerable: !0, configurable: !0, writable: !0, value: 12 }),
          Object.defineProperty(this, 'tagSize', { enumerable: !0, configurable: !0, writable: !0, value: 16 }));
      }
    };
  function nt() {
    return new Promise((t, e) => {
      e(new w('Not supported'));
    });
  }
  var qn = new Uint8Array([115, 101, 99]),
    ee = class {
      constructor(e, r, n) {
        (Object.defineProperty(this, '_api', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, 'exporterSecret', {
            enumerable: !0,
            configurable: !0,
            writable: !0,
            value: void 0,
          }),
          Object.defineProperty(this, '_kdf', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          (this._api = e),
          (this._kdf = r),
          (this.exporterSecret = n));
      }
      async seal(e, r) {
        return await nt();
      }
      async open(e, r) {
        return await nt();
      }
      async export(e, r) {
        let n = l(e);
        if (n.byteLength > 8192) throw new b('Too long exporter context');
        try {
          return await this._kdf.labeledExpand(this.exporterSecret, qn, new Uint8Array(n), r);
        } catch (i) {
          throw new ce(i);
        }
      }
    },
    je = class extends ee {},
    Ce = class extends ee {
      constructor(e, r, n, i) {
        (super(e, r, n),
          Object.defineProperty(this, 'enc', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          (this.enc = i));
      }
    };
  var te = class extends ee {
    constructor(e, r, n) {
      if (
        (super(e, r, n.exporterSecret),
        Object.defineProperty(this, '_aead', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_nK', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_nN', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_nT', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        Object.defineProperty(this, '_ctx', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
        n.key === void 0 || n.baseNonce === void 0 || n.seq === void 0)
      )
        throw new Error('Required parameters are missing');
      ((this._aead = n.aead),
        (this._nK = this._aead.keySize),
        (this._nN = this._aead.nonceSize),
        (this._nT = this._aead.tagSize));
      let i = this._aead.createEncryptionContext(n.key);
      this._ctx = { key: i, baseNonce: n.baseNonce, seq: n.seq };
    }
    computeNonce(e) {
      let r = v(e.seq, e.baseNonce.byteLength);
      return Je(e.baseNonce, r).buffer;
    }
    incrementSeq(e) {
      if (e.seq > Number.MAX_SAFE_INTEGER) throw new fe('Message limit reached');
      e.seq += 1;
    }
  };
  var Vn = function (t, e, r, n) {
      if (r === 'a' && !n) throw new TypeError('Private accessor was defined without a getter');
      if (typeof e == 'function' ? t !== e || !n : !e.has(t))
        throw new TypeError('Cannot read private member from an object whose class did not declare it');
      return r === 'm' ? n : r === 'a' ? n.call(t) : n ? n.value : e.get(t);
    },
    Yn = function (t, e, r, n, i) {
      if (n === 'm') throw new TypeError('Private method is not writable');
      if (n === 'a' && !i) throw new TypeError('Private accessor was defined without a setter');
      if (typeof e == 'function' ? t !== e || !i : !e.has(t))
        throw new TypeError('Cannot write private member to an object whose class did not declare it');
      return (n === 'a' ? i.call(t, r) : i ? (i.value = r) : e.set(t, r), r);
    },
    De,
    re = class {
      constructor() {
        De.set(this, Promise.resolve());
      }
      async lock() {
        let e,
          r = new Promise((i) => {
            e = i;
          }),
          n = Vn(this, De, 'f');
        return (Yn(this, De, r, 'f'), await n, e);
      }
    };
  De = new WeakMap();
  var or = function (t, e, r, n) {
      if (r === 'a' && !n) throw new TypeError('Private accessor was defined without a getter');
      if (typeof e == 'function' ? t !== e || !n : !e.has(t))
        throw new TypeError('Cannot read private member from an object whose class did not declare it');
      return r === 'm' ? n : r === 'a' ? n.call(t) : n ? n.value : e.get(t);
    },
    Jn = function (t, e, r, n, i) {
      if (n === 'm') throw new TypeError('Private method is not writable');
      if (n === 'a' && !i) throw new TypeError('Private accessor was defined without a setter');
      if (typeof e == 'function' ? t !== e || !i : !e.has(t))
        throw new TypeError('Cannot write private member to an object whose class did not declare it');
      return (n === 'a' ? i.call(t, r) : i ? (i.value = r) : e.set(t, r), r);
    },
    me,
    Ne = class extends te {
      constructor() {
        (super(...arguments), me.set(this, void 0));
      }
      async open(e, r = h.buffer) {
        Jn(this, me, or(this, me, 'f') ?? new re(), 'f');
        let n = await or(this, me, 'f').lock(),
          i;
        try {
          i = await this._ctx.key.open(this.computeNonce(this._ctx), l(e), l(r));
        } catch (a) {
          throw new le(a);
        } finally {
          n();
        }
        return (this.incrementSeq(this._ctx), i);
      }
    };
  me = new WeakMap();
  var sr = function (t, e, r, n) {
      if (r === 'a' && !n) throw new TypeError('Private accessor was defined without a getter');
      if (typeof e == 'function' ? t !== e || !n : !e.has(t))
        throw new TypeError('Cannot read private member from an object whose class did not declare it');
      return r === 'm' ? n : r === 'a' ? n.call(t) : n ? n.value : e.get(t);
    },
    Zn = function (t, e, r, n, i) {
      if (n === 'm') throw new TypeError('Private method is not writable');
      if (n === 'a' && !i) throw new TypeError('Private accessor was defined without a setter');
      if (typeof e == 'function' ? t !== e || !i : !e.has(t))
        throw new TypeError('Cannot write private member to an object whose class did not declare it');
      return (n === 'a' ? i.call(t, r) : i ? (i.value = r) : e.set(t, r), r);
    },
    we,
    ze = class extends te {
      constructor(e, r, n, i) {
        (super(e, r, n),
          Object.defineProperty(this, 'enc', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          we.set(this, void 0),
          (this.enc = i));
      }
      async seal(e, r = h.buffer) {
        Zn(this, we, sr(this, we, 'f') ?? new re(), 'f');
        let n = await sr(this, we, 'f').lock(),
          i;
        try {
          i = await this._ctx.key.seal(this.computeNonce(this._ctx), l(e), l(r));
        } catch (a) {
          throw new ue(a);
        } finally {
          n();
        }
        return (this.incrementSeq(this._ctx), i);
      }
    };
  we = new WeakMap();
  var Qn = new Uint8Array([98, 97, 115, 101, 95, 110, 111, 110, 99, 101]),
    ei = new Uint8Array([101, 120, 112]),
    ti = new Uint8Array([105, 110, 102, 111, 95, 104, 97, 115, 104]),
    ri = new Uint8Array([107, 101, 121]),
    ni = new Uint8Array([112, 115, 107, 95, 105, 100, 95, 104, 97, 115, 104]),
    ii = new Uint8Array([115, 101, 99, 114, 101, 116]),
    ai = new Uint8Array([72, 80, 75, 69, 0, 0, 0, 0, 0, 0]),
    Be = class extends x {
      constructor(e) {
        if (
          (super(),
          Object.defineProperty(this, '_kem', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, '_kdf', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, '_aead', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          Object.defineProperty(this, '_suiteId', { enumerable: !0, configurable: !0, writable: !0, value: void 0 }),
          typeof e.kem == 'number')
        )
          throw new b('KemId cannot be used');
        if (((this._kem = e.kem), typeof e.kdf == 'number')) throw new b('KdfId cannot be used');
        if (((this._kdf = e.kdf), typeof e.aead == 'number')) throw new b('AeadId cannot be used');
        ((this._aead = e.aead),
          (this._suiteId = new Uint8Array(ai)),
          this._suiteId.set(v(this._kem.id, 2), 4),
          this._suiteId.set(v(this._kdf.id, 2), 6),
          this._suiteId.set(v(this._aead.id, 2), 8),
          this._kdf.init(this._suiteId));
      }
      get kem() {
        return this._kem;
      }
      get kdf() {
        return this._kdf;
      }
      get aead() {
        return this._aead;
      }
      async createSenderContext(e) {
        (this._validateInputLength(e), await this._setup());
        let r = await this._kem.encap(e),
          n;
        return (
          e.psk !== void 0
            ? (n = e.senderKey !== void 0 ? E.AuthPsk : E.Psk)
            : (n = e.senderKey !== void 0 ? E.Auth : E.Base),
          await this._keyScheduleS(n, r.sharedSecret, r.enc, e)
        );
      }
      async createRecipientContext(e) {
        (this._validateInputLength(e), await this._setup());
        let r = await this._kem.decap(e),
          n;
        return (
          e.psk !== void 0
            ? (n = e.senderPublicKey !== void 0 ? E.AuthPsk : E.Psk)
            : (n = e.senderPublicKey !== void 0 ? E.Auth : E.Base),
          await this._keyScheduleR(n, r, e)
        );
      }
      async seal(e, r, n = h.buffer) {
        let i = await this.createSenderContext(e);
        return { ct: await i.seal(r, n), enc: i.enc };
      }
      async open(e, r, n = h.buffer) {
        return await (await this.createRecipientContext(e)).open(r, n);
      }
      async _keySchedule(e, r, n) {
        let i = n.psk === void 0 ? h : V(n.psk.id),
          a = await this._kdf.labeledExtract(h, ni, i),
          o = n.info === void 0 ? h : V(n.info),
          s = await this._kdf.labeledExtract(h, ti, o),
          c = new Uint8Array(1 + a.byteLength + s.byteLength);
        (c.set(new Uint8Array([e]), 0), c.set(new Uint8Array(a), 1), c.set(new Uint8Array(s), 1 + a.byteLength));
        let u = n.psk === void 0 ? h : V(n.psk.key),
          d = this._kdf.buildLabeledIkm(ii, u),
          y = this._kdf.buildLabeledInfo(ei, c, this._kdf.hashSize),
          I = await this._kdf.extractAndExpand(r, d, y, this._kdf.hashSize);
        if (this._aead.id === M.ExportOnly) return { aead: this._aead, exporterSecret: I };
        let k = this._kdf.buildLabeledInfo(ri, c, this._aead.keySize),
          xr = await this._kdf.extractAndExpand(r, d, k, this._aead.keySize),
          gr = this._kdf.buildLabeledInfo(Qn, c, this._aead.nonceSize),
          _r = await this._kdf.extractAndExpand(r, d, gr, this._aead.nonceSize);
        return { aead: this._aead, exporterSecret: I, key: xr, baseNonce: new Uint8Array(_r), seq: 0 };
      }
      async _keyScheduleS(e, r, n, i) {
        let a = await this._keySchedule(e, r, i);
        return a.key === void 0
          ? new Ce(this._api, this._kdf, a.exporterSecret, n)
          : new ze(this._api, this._kdf, a, n);
      }
      async _keyScheduleR(e, r, n) {
        let i = await this._keySchedule(e, r, n);
        return i.key === void 0 ? new je(this._api, this._kdf, i.exporterSecret) : new Ne(this._api, this._kdf, i);
      }
      _validateInputLength(e) {
        if (e.info !== void 0 && e.info.byteLength > 268435456) throw new b('Too long info');
        if (e.psk !== void 0) {
          if (e.psk.key.byteLength < 32) throw new b(`PSK must have at least ${32} bytes`);
          if (e.psk.key.byteLength > 8192) throw new b('Too long psk.key');
          if (e.psk.id.byteLength > 8192) throw new b('Too long psk.id');
        }
      }
    };
  var Re = class extends R {
    constructor() {
      let e = new U(),
        r = new he(g.DhkemP256HkdfSha256, e);
      (super(g.DhkemP256HkdfSha256, r, e),
        Object.defineProperty(this, 'id', {
          enumerable: !0,
          configurable: !0,
          writable: !0,
          value: g.DhkemP256HkdfSha256,
        }),
        Object.defineProperty(this, 'secretSize', { enumerable: !0, configurable: !0, writable: !0, value: 32 }),
        Object.defineProperty(this, 'encSize', { enumerable: !0, configurable: !0, writable: !0, value: 65 }),
        Object.defineProperty(this, 'publicKeySize', { enumerable: !0, configurable: !0, writable: !0, value: 65 }),
        Object.defineProperty(this, 'privateKeySize', { enumerable: !0, configurable: !0, writable: !0, value: 32 }));
    }
  };
  var xe = class extends Be {},
    ge = class extends Re {};
  var _e = class extends U {};
  var Uc = new Uint8Array([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32]);
  var Rc = new Uint8Array([48, 70, 2, 1, 0, 48, 5, 6, 3, 43, 101, 111, 4, 58, 4, 56]);
  var oi = 'tollgate checkout card v1',
    si = 512,
    cr = () => typeof crypto == 'object' && typeof crypto.subtle == 'object',
    ur = async (t, { publicKey: e, aad: r }) => {
      let n = new xe({ kem: new ge(), kdf: new _e(), aead: new ye() }),
        i = await n.kem.deserializePublicKey(ui(e)),
        a = it(JSON.stringify(t).padEnd(si)),
        { enc: o, ct: s } = await n.seal({ recipientPublicKey: i, info: it(oi) }, a, it(r));
      return ci(new Uint8Array([...new Uint8Array(o), ...new Uint8Array(s)]));
    },
    it = (t) => new TextEncoder().encode(t).buffer,
    ci = (t) =>
      btoa(String.fromCharCode(...t))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', ''),
    ui = (t) => Uint8Array.from(atob(t.replaceAll('-', '+').replaceAll('_', '/')), (e) => e.charCodeAt(0)).buffer;
  var lr = () => {
      let t = li();
      if (t === void 0) return;
      let e = f('announcer', HTMLElement),
        r = (i) => {
          e !== void 0 && (e.textContent = i);
        },
        n = fi(t, r);
      t.form.addEventListener('submit', (i) => {
        if (n.isBusy()) {
          i.preventDefault();
          return;
        }
        if (!t.fields.check()) {
          i.preventDefault();
          return;
        }
        (n.begin(),
          ke(t.form),
          cr() &&
            (i.preventDefault(),
            di(t, n.goOn).then((a) => {
              a === 'stay' && n.end();
            })));
      });
      for (let i of t.otherForms)
        i.addEventListener('submit', (a) => {
          (a.preventDefault(), !n.isBusy() && (n.block(), pi(i)));
        });
      (addEventListener('pageshow', (i) => {
        i.persisted && yi(t, n.end);
      }),
        t.alert.childElementCount > 0 && t.alert.focus(),
        dr(t) &&
          X({
            path: t.path,
            authentication: 'cleared',
            showChange: () => {
              n.isBusy() || W();
            },
          }),
        Bt({ path: t.path, almostUp: t.texts.almostUp, announce: r, isPaying: n.isBusy }));
    },
    li = () => {
      let t = f('card-form', HTMLFormElement),
        e = [...document.querySelectorAll('#cancel-form, .remove-form')],
        r = f('pay', HTMLButtonElement),
        n = f('pay-label', HTMLElement),
        i = f('alert', HTMLElement),
        a = f('texts', HTMLScriptElement)?.textContent;
      if (!t || !r || !n || !i || !a) return;
      let o = JSON.parse(a),
        s = Number(t.dataset.now) - Date.now(),
        c = Ut({ texts: o, methods: Lt(t), nowMs: () => Date.now() + s });
      return (
        c && { form: t, otherForms: e, button: r, label: n, alert: i, texts: o, fields: c, path: t.dataset.path ?? '' }
      );
    },
    fi = ({ button: t, label: e, texts: r }, n) => {
      let i = !1,
        a = e.textContent,
        o = () => {
          ((i = !0), t.setAttribute('aria-disabled', 'true'));
        },
        s = (c) => {
          ((e.textContent = c), n(c));
        };
      return {
        isBusy: () => i,
        block: o,
        begin: () => {
          (o(), s(r.paying));
        },
        goOn: () => {
          s(r.oneMoment);
        },
        end: () => {
          ((i = !1), t.removeAttribute('aria-disabled'), (e.textContent = a), n(''));
        },
      };
    },
    di = async (t, e) => {
      let { form: r, fields: n, path: i } = t;
      mi(t);
      let { token: a = '', attempt: o = '', key: s = '', keyId: c = '' } = r.dataset,
        u;
      try {
        u = await ur(n.values(), { publicKey: s, aad: `${a}.${o}` });
      } catch {
        return (r.submit(), 'leave');
      }
      let d = { ...fr(r, ['formToken', 'method', 'saveCard', 'browser']), keyId: c, sealed: u },
        y = { path: i, body: d, whenContinued: e },
        I = await Le(y, new URL(r.action).pathname);
      return I === void 0 ? bi(t, y) : hr(I, t);
    },
    fr = (t, e) => {
      let r = new FormData(t);
      return Object.fromEntries(
        e.flatMap((n) => {
          let i = r.get(n);
          return typeof i == 'string' ? [[n, i]] : [];
        }),
      );
    },
    dr = ({ form: t, path: e }) => new URL(t.action).pathname !== e,
    hr = (t, e) => {
      switch (t.kind) {
        case 'leave':
          return (N(t.url), 'leave');
        case 'show':
          return (p(t.url), 'leave');
        case 'mistakes':
          return (e.fields.showMistakes(t.mistakes), 'stay');
        case 'tryAgain':
          if (dr(e)) return (p(t.fresh), 'leave');
          e.form.dataset.attempt = String(t.form.attemptNumber);
          for (let r of document.querySelectorAll('[name="formToken"]')) r.value = t.form.formToken;
          return (e.fields.clearCvc(), Fe(e, { title: t.title, text: t.message }), 'stay');
      }
    },
    hi = 6,
    bi = async (t, e) => {
      let { connectionLost: r, checking: n, offline: i } = t.texts.notices;
      Fe(t, n);
      for (let a = 0; a < hi; a++) {
        await S(1e3 * 1.5 ** a);
        let o = await A(t.path, !1);
        if (o === void 0) continue;
        if (o.state === 'open' && String(o.attemptsBegun) === t.form.dataset.attempt) return (Fe(t, r), 'stay');
        let s = o.authentication === void 0 ? void 0 : await qe(e, `${t.path}/challenge`);
        return s !== void 0 ? hr(s, t) : (D(), 'leave');
      }
      return (Fe(t, i), 'stay');
    },
    pi = async (t) => {
      let e = await ae(new URL(t.action).pathname, fr(t, ['formToken', 'paymentMethod']));
      e?.kind === 'leave' ? N(e.url) : e?.kind === 'show' ? p(e.url) : e?.kind === 'tryAgain' ? p(e.fresh) : D();
    },
    yi = async (t, e) => {
      t.fields.clearCvc();
      let r = await A(t.path, !1);
      r !== void 0 && (r.state !== 'open' || String(r.attemptsBegun) !== t.form.dataset.attempt) ? D() : e();
    },
    Fe = ({ alert: t }, { title: e, text: r }) => {
      let n = [e, r].map((i) => {
        let a = document.createElement('p');
        return ((a.textContent = i), a);
      });
      (n[0]?.classList.add('alert-title'), t.classList.remove('done'), t.replaceChildren(...n), t.focus());
    },
    mi = ({ alert: t }) => {
      t.replaceChildren();
    };
  var br = () => {
      f('post-on', HTMLFormElement)?.submit();
    },
    pr = () => {
      top?.postMessage(ve, location.origin);
    },
    yr = () => {
      let t = f('lead-on', HTMLAnchorElement);
      t !== void 0 && top === window && p(t.href);
    };
  var wr = () => {
      let t = f('step-form', HTMLFormElement),
        e = f('step-label', HTMLElement),
        r = t?.querySelector('button');
      if (t === void 0 || e === void 0 || !r) return;
      let n = e.textContent,
        i = !1,
        a = async () => {
          i ||
            ((i = !0),
            r.setAttribute('aria-disabled', 'true'),
            (e.textContent = t.dataset.oneMoment ?? ''),
            mr(!1),
            !(await wi(t)) && ((i = !1), r.removeAttribute('aria-disabled'), (e.textContent = n), mr(!0)));
        };
      (t.addEventListener('submit', (o) => {
        (o.preventDefault(), a());
      }),
        addEventListener('pageshow', (o) => {
          o.persisted && p(location.href);
        }),
        a());
    },
    mr = (t) => {
      let e = f('lost', HTMLElement);
      e !== void 0 && (e.textContent = t ? (e.dataset.text ?? '') : '');
    },
    wi = async (t) => {
      ke(t);
      let e = Object.fromEntries([...new FormData(t)].map(([i, a]) => [i, String(a)])),
        r = { path: t.dataset.path ?? '', body: e, whenContinued: () => {} },
        n = await Le(r, new URL(t.action).pathname);
      return (
        n?.kind === 'leave' && N(n.url),
        n?.kind === 'show' && p(n.url),
        n?.kind === 'leave' || n?.kind === 'show'
      );
    };
  var xi = 'timeout' in AbortSignal && 'HTMLDialogElement' in globalThis,
    gi = {
      form: lr,
      processing: () => {
        let t = f('waiting', HTMLElement)?.dataset.path;
        t !== void 0 && X({ path: t, authentication: void 0, showChange: W });
      },
      confirm: st,
      step: wr,
      leaving: () => {
        let t = f('leaving', HTMLElement)?.dataset.url;
        t !== void 0 && p(t);
      },
      'post-on': br,
      'method-answered': pr,
      returned: yr,
    };
  xi && gi[document.body.dataset.page ?? '']?.();
})();
