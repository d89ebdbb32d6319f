export const template = "test_template";
