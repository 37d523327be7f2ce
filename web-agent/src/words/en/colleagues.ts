export const colleagues = {};
