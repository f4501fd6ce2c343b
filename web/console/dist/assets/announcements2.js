const s={counting:"primary",sending:"primary",done:"success",cancelled:"info"},t=n=>n.state==="counting"||n.state==="sending";export{t as g,s};
