local bad = {
  "x =", "x = = 1", "x = 1 +", "local", "local 1", "local x =", "for", "for i", "for i =", "for i = 1", "for i = 1,", "for i = 1, 2", "for i = 1, 2 do",
  "for i, do end", "for in x do end", "for i in do end", "if", "if x", "if x then", "if x then else elseif y then end", "while", "while x", "while x do", "repeat", "repeat until",
  "function", "function f", "function f(", "function f(a,", "function f(a,) end", "function f(...,a) end", "function f() ", "function f.a.() end", "function f:a.b() end",
  "return return", "return 1,", "break", "do break end", "x", "x.y", "x:y", "f() = 1", "(a) = 1", "a.b:c = 1", "a + 1", "1 = x", "'a' = 1", "x y", "f x", "x, y", "x, y = ", "x, f() = 1",
  "goto = ", "end", "else", "until x", ")", "]", "}", "(", "[", "{", "x = {", "x = {1", "x = {1,,2}", "x = {a=}", "x = {[1]}", "x = {[1] 2}", "x = (1", "x = f(1", "x = a[1", "x = a.", "x = a.1", "x = a:b",
  "x = 'abc", "x = \"abc", "x = [[abc", "x = [=[abc]]", "--[[ unclosed", "x = 'a\nb'", "x = 1e", "x = 0x", "x = 1..2", "x = 3x", "x = @", "x = #", "x = $", "x = ~1", "x = not", "x = a ~ b", "x = !a",
  "x = ...; function f() return ... end", "local function", "local function 5", "local function f", "local function f() return end end", "x = function", "x = function(", "x = function() ", "x = 'a' 'b' 'c' =",
  "x = a\n(b)", "return\n1 2", "if x then return end end", "for i = 1, 2 do end end", "local a b", "a.b.c", "a[b] c", "x = '\\300'", "and", "x = and 1", "nil = 1", "local nil = 1", "local end = 1", "function nil() end",
}
for i, source in ipairs(bad) do
  print(i, select(2, loadstring(source, "=s")))
end
