for _, s in ipairs({ "goto nowhere", "::a:: ::a::", "goto l; local x; ::l:: print(x)", "do goto l end; local a; ::l:: ;", "goto = 5; return goto", "local goto = 3; return goto", "goto l do ::l:: end", "::l:: goto l2", "break", "do ::x:: end goto x", "local function f() goto out end ::out::" }) do
  local f, e = loadstring(s, "=g") print(f and "ok" or e)
end
