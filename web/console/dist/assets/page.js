const a=["owner","channel_manager","finance","auditor"],n=["owner","channel_manager"],e=["owner","channel_manager","auditor"],r=["owner","finance"];export{e as a,n as m,r as p,a as r};
