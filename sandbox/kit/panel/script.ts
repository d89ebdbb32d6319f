/** Runs in the panel's page. */
export const panelScript = `
const status=document.getElementById("status");let hush;
function say(text){status.textContent=text;clearTimeout(hush);hush=setTimeout(()=>{status.textContent=""},4000)}
async function ask(method,path,body){
  const reply=await fetch(path,{method,headers:body===undefined?{}:{"content-type":"application/json"},body:body===undefined?undefined:JSON.stringify(body)});
  const value=await reply.json();if(!reply.ok)say(value.message||"That did not work.");return reply.ok?value:null}
function cell(text,name){const td=document.createElement("td");td.textContent=text;if(name)td.className=name;return td}
function drawRules(section,rules){
  const slug=section.dataset.platform;
  section.querySelector(".rules").replaceChildren(...rules.map(rule=>{
    const li=document.createElement("li"),text=document.createElement("span"),button=document.createElement("button");
    text.textContent=[rule.kind.replaceAll("_"," "),rule.rate+" %",rule.next===null?"until removed":"next "+rule.next,rule.method||"",rule.path||"",rule.hits+" hit"+(rule.hits===1?"":"s")].filter(Boolean).join(" · ");
    button.type="button";button.textContent="Remove";
    button.onclick=async()=>{const left=rules.filter(other=>other!==rule);const now=await ask("PUT","/panel/faults/"+slug,{rules:left});if(now)drawRules(section,now.rules)};
    li.append(text,button);return li}))}
function drawLog(section,log){
  const by=Object.entries(log.counters.byStatus).map(([code,n])=>(code==="0"?"cut":code)+": "+n).join(" · ");
  section.querySelector(".counters").textContent=log.counters.total+" calls"+(by?" · "+by:"")+" · at most "+log.counters.maxInFlight+" at once";
  section.querySelector(".log").replaceChildren(...log.entries.slice(-60).reverse().map(e=>{
    const tr=document.createElement("tr");
    tr.append(cell(e.at.slice(11,19)),cell(e.method),cell(e.path+(e.query?"?"+e.query:""),"path"),cell(e.status||"cut",e.status>=400||!e.status?"bad":"good"),cell(e.ms),cell(e.faults.join(", ").replaceAll("_"," ")));return tr}))}
const busy=new Set();
async function refresh(section){
  if(busy.has(section))return;busy.add(section);
  try{const slug=section.dataset.platform;
    const [faults,log]=await Promise.all([ask("GET","/panel/faults/"+slug),ask("GET","/panel/log/"+slug)]);
    if(faults)drawRules(section,faults.rules);if(log)drawLog(section,log)}catch{say("The sandbox does not answer.")}finally{busy.delete(section)}}
for(const section of document.querySelectorAll(".platform")){
  const slug=section.dataset.platform;
  section.querySelector(".fault").onsubmit=async event=>{event.preventDefault();
    const now=await ask("POST","/panel/faults/"+slug,Object.fromEntries(new FormData(event.target)));if(now){drawRules(section,now.rules);say("Fault added.")}};
  for(const input of section.querySelectorAll("[data-setting]"))input.onchange=async()=>{
    const kind=input.dataset.kind,value=kind==="switch"?input.checked:kind==="number"?Number(input.value):input.value;
    if(await ask("PUT","/panel/settings/"+slug,{[input.dataset.setting]:value}))say("Saved.")};
  for(const form of section.querySelectorAll(".action"))form.onsubmit=async event=>{event.preventDefault();
    const done=await ask("POST","/panel/"+slug+"/"+form.dataset.action+"?"+new URLSearchParams(new FormData(form)));if(done)say("Done. "+Object.entries(done).filter(([,v])=>typeof v!=="object").map(([k,v])=>k+": "+v).join(", "))};
  section.querySelector(".reset-log").onclick=async()=>{const log=await ask("DELETE","/panel/log/"+slug);if(log)drawLog(section,log)};
  refresh(section);setInterval(()=>{if(!document.hidden)refresh(section)},2000)}
document.getElementById("set-clock").onclick=async()=>{const now=await ask("PUT","/panel/clock",{offsetMs:Number(document.getElementById("clock").value)*60000});if(now)say("It is now "+now.now)};
`;
