const n={foreign_codes:`编码\r
88000000000001\r
`,packs:`单品码,箱码\r
`,shipments:`编码,发货方,收货方,发货时间,单号\r
`},s=e=>!["done","failed","cancelled"].includes(e.state);export{n as t,s as u};
