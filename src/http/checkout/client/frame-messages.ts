/** What a page of ours in the frame of the dialog tells the page around it; with our origin, nobody else can say it. */
export const FRAME_IS_HERE = 'tollgate:frame-is-here';
export const LEAVE_BANK = 'tollgate:leave-bank';
