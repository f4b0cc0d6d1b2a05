import type { Language } from './texts.ts';

export type Product = {
  readonly id: string;
  /** Minor units: 2490 EUR is €24.90, 14800 JPY is ¥14,800, 18500 KWD is 18.500 dinars. */
  readonly amount: number;
  readonly currency: string;
  readonly picture: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly about: Readonly<Record<Language, string>>;
};

/** Four things from three workshops, each sold in the maker's currency: two, none and three decimals. */
export const products: readonly Product[] = [
  {
    id: 'dripper',
    amount: 2490,
    currency: 'EUR',
    picture: 'dripper.svg',
    name: {
      en: 'Ceramic dripper',
      de: 'Handfilter aus Keramik',
      fr: 'Porte-filtre en céramique',
      es: 'Cafetera de goteo de cerámica',
      el: 'Κεραμικό φίλτρο καφέ',
      ar: 'قمع ترشيح من السيراميك',
    },
    about: {
      en: 'Glazed by hand, with ribs that let the coffee breathe. For one or two cups.',
      de: 'Von Hand glasiert, mit Rillen, die dem Kaffee Luft lassen. Für ein bis zwei Tassen.',
      fr: 'Émaillé à la main, avec des nervures qui laissent respirer le café. Pour une ou deux tasses.',
      es: 'Esmaltada a mano, con estrías que dejan respirar el café. Para una o dos tazas.',
      el: 'Επισμαλτωμένο στο χέρι, με ραβδώσεις που αφήνουν τον καφέ να αναπνέει. Για ένα ή δύο φλιτζάνια.',
      ar: 'مزجّج يدويًا، بأضلاع تترك للقهوة مجالًا للتنفس. لكوب أو كوبين.',
    },
  },
  {
    id: 'grinder',
    amount: 8900,
    currency: 'EUR',
    picture: 'grinder.svg',
    name: {
      en: 'Hand grinder',
      de: 'Handmühle',
      fr: 'Moulin à main',
      es: 'Molinillo manual',
      el: 'Χειροκίνητος μύλος',
      ar: 'مطحنة يدوية',
    },
    about: {
      en: 'Steel burrs in a walnut body. Thirty turns to a cup, from espresso to filter.',
      de: 'Stahlmahlwerk in Nussbaum. Dreißig Umdrehungen pro Tasse, von Espresso bis Filter.',
      fr: 'Meules en acier dans un corps en noyer. Trente tours par tasse, de l’espresso au filtre.',
      es: 'Muelas de acero en un cuerpo de nogal. Treinta vueltas por taza, de espresso a filtro.',
      el: 'Ατσάλινα μαχαίρια σε σώμα από καρυδιά. Τριάντα στροφές ανά φλιτζάνι, από εσπρέσο έως φίλτρου.',
      ar: 'تروس فولاذية في جسم من خشب الجوز. ثلاثون لفة للكوب، من الإسبريسو إلى المرشّحة.',
    },
  },
  {
    id: 'kettle',
    amount: 14_800,
    currency: 'JPY',
    picture: 'kettle.svg',
    name: {
      en: 'Gooseneck kettle',
      de: 'Schwanenhalskessel',
      fr: 'Bouilloire à col de cygne',
      es: 'Hervidor de cuello de cisne',
      el: 'Βραστήρας με λαιμό κύκνου',
      ar: 'غلاية بعنق الإوزة',
    },
    about: {
      en: 'From a workshop in Niigata. Pours a thread of water exactly where you want it.',
      de: 'Aus einer Werkstatt in Niigata. Gießt einen feinen Strahl genau dorthin, wo er soll.',
      fr: 'D’un atelier de Niigata. Verse un filet d’eau exactement où vous le voulez.',
      es: 'De un taller de Niigata. Vierte un hilo de agua justo donde usted quiere.',
      el: 'Από εργαστήριο στη Νιιγκάτα. Ρίχνει μια κλωστή νερού ακριβώς εκεί που θέλετε.',
      ar: 'من ورشة في نيغاتا. تصبّ خيطًا من الماء حيث تريد تمامًا.',
    },
  },
  {
    id: 'dallah',
    amount: 18_500,
    currency: 'KWD',
    picture: 'dallah.svg',
    name: {
      en: 'Brass dallah',
      de: 'Dallah aus Messing',
      fr: 'Dallah en laiton',
      es: 'Dallah de latón',
      el: 'Ορειχάλκινη ντάλα',
      ar: 'دلّة نحاسية',
    },
    about: {
      en: 'The Arabic coffee pot, beaten and polished in Kuwait City. Serves a full table.',
      de: 'Die arabische Kaffeekanne, in Kuwait-Stadt getrieben und poliert. Für eine ganze Tafel.',
      fr: 'La cafetière arabe, martelée et polie à Koweït. Pour toute une tablée.',
      es: 'La cafetera árabe, martillada y pulida en la ciudad de Kuwait. Para toda una mesa.',
      el: 'Το αραβικό μπρίκι, σφυρήλατο και γυαλισμένο στην Πόλη του Κουβέιτ. Για ολόκληρο τραπέζι.',
      ar: 'إبريق القهوة العربية، مطروق ومصقول في مدينة الكويت. يكفي مائدة كاملة.',
    },
  },
];

export const findProduct = (id: string): Product | undefined => products.find((product) => product.id === id);
