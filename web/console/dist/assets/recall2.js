const e=a=>a.closed_at?"closed":a.marked_at?"open":"marking";export{e as s};
