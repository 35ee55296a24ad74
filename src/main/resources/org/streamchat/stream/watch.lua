-- Has hints of a stream's growth sent to a node. KEYS: meta. ARGV: node.
local watchers = redis.call('HGET', KEYS[1], 'watchers')
if redis.call('EXISTS', KEYS[1]) == 1 and not (watchers and string.find(watchers, ARGV[1], 1, true)) then
  redis.call('HSET', KEYS[1], 'watchers', (watchers and watchers .. ' ' or '') .. ARGV[1])
end
return 0
