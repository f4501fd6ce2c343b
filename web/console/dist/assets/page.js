const n=["owner","channel_manager","finance","auditor"],a=["owner","channel_manager"],e=["owner","finance"];export{a as m,e as p,n as r};
