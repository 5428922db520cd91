/** What the Internet Explorer inside an old Excel shows, which can show nothing else of ours. */
function sayTooOld() {
  document.getElementById("pane").innerText =
    "这台电脑的 Excel 用的是 Internet Explorer,显示不了星评。请更新 Office(2021 或以上,或 Microsoft 365),或者装上 Microsoft Edge WebView2;也可以用工作簿文件填报。";
}
window.onload = sayTooOld;
