// WeChat's own browser pays what the server has signed; that it is paid the server says, not this page.
const pay = (button) => {
  WeixinJSBridge.invoke("getBrandWCPayRequest", JSON.parse(button.dataset.wechatPay), (told) => {
    const paid = told.err_msg === "get_brand_wcpay_request:ok";
    button.disabled = paid;
    document.querySelector("[data-wechat-said]").hidden = !paid;
  });
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-wechat-pay]");
  if (!button) return;
  if (window.WeixinJSBridge) pay(button);
  else document.addEventListener("WeixinJSBridgeReady", () => pay(button), { once: true });
});
