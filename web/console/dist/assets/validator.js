import{a4 as i}from"./el-popper.js";const n=o=>["",...i].includes(o);export{n as i};
