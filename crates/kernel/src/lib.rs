//! stub
#![allow(missing_docs)]
pub mod measure;
pub type Tick = i64;
pub const SECOND: Tick = 1;
pub const MINUTE: Tick = 60;
pub const HOUR: Tick = 3_600;
pub const DAY: Tick = 86_400;
use std::collections::*;
use std::sync::Arc;
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Handle(u64);
#[derive(Clone, Debug)]
pub struct EventCalendar<E> { heap: BTreeMap<(Tick, u8, u64), E>, at: HashMap<u64,(Tick,u8)>, now: Tick, seq: u64 }
impl<E> EventCalendar<E> {
    pub fn new() -> Self { Self { heap: BTreeMap::new(), at: HashMap::new(), now: 0, seq: 0 } }
    pub fn now(&self) -> Tick { self.now }
    pub fn schedule(&mut self, at: Tick, rank: u8, e: E) -> Handle { let at = at.max(self.now); self.seq += 1; self.heap.insert((at, rank, self.seq), e); self.at.insert(self.seq,(at,rank)); Handle(self.seq) }
    pub fn cancel(&mut self, h: Handle) -> Option<E> { let (t,r) = self.at.remove(&h.0)?; self.heap.remove(&(t,r,h.0)) }
    pub fn pop(&mut self) -> Option<(Tick, E)> { let ((t,_,s),e) = self.heap.pop_first()?; self.at.remove(&s); self.now=t; Some((t,e)) }
    pub fn peek(&self) -> Option<Tick> { self.heap.keys().next().map(|k| k.0) }
}
#[derive(Clone, Copy, Debug)]
pub struct Streams(u64);
#[derive(Clone, Copy, Debug)]
pub struct Key { pub entity: u64, pub stage: u64, pub visit: u32, pub actor: u64, pub purpose: u32 }
fn mix(mut z: u64) -> u64 { z = z.wrapping_add(0x9e3779b97f4a7c15); z = (z ^ (z >> 30)).wrapping_mul(0xbf58476d1ce4e5b9); z = (z ^ (z >> 27)).wrapping_mul(0x94d049bb133111eb); z ^ (z >> 31) }
#[derive(Clone, Debug)]
pub struct KeyedRng(u64);
impl KeyedRng { fn next(&mut self) -> u64 { self.0 = self.0.wrapping_add(0x9e3779b97f4a7c15); mix(self.0) } }
impl Streams { pub fn new(seed: u64, r: u32) -> Self { Self(mix(mix(seed) ^ u64::from(r))) }
 pub fn open(&self, k: Key) -> KeyedRng { KeyedRng(mix(mix(mix(mix(self.0 ^ k.entity) ^ k.stage) ^ (u64::from(k.visit) << 32 | u64::from(k.purpose))) ^ k.actor)) } }
pub fn id_hash(s: &str) -> u64 { xxhash_rust::xxh3::xxh3_64(s.as_bytes()) }
pub fn entity(s: u64, o: u64) -> u64 { mix(s ^ mix(o)) }
pub mod distributions { use super::*;
 pub fn uniform(r: &mut KeyedRng) -> f64 { (r.next() >> 11) as f64 / (1u64 << 53) as f64 }
 pub fn standard_exponential(r: &mut KeyedRng) -> f64 { -libm::log(1.0 - uniform(r)) }
 pub fn standard_normal(r: &mut KeyedRng) -> f64 { let (a,b)=(1.0-uniform(r),uniform(r)); libm::sqrt(-2.0*libm::log(a))*libm::cos(6.283185307179586*b) }
 pub fn poisson(r: &mut KeyedRng, m: f64) -> u64 { let mut n=0; let mut t=standard_exponential(r); while t<m { n+=1; t+=standard_exponential(r);} n }
 pub fn triangular(r: &mut KeyedRng, a: f64, m: f64, b: f64) -> f64 { let u=uniform(r); if b<=a {return a;} let f=(m-a)/(b-a); if u<f { a+libm::sqrt(u*(b-a)*(m-a)) } else { b-libm::sqrt((1.0-u)*(b-a)*(b-m)) } }
 pub fn log_normal(r: &mut KeyedRng, mean: f64, cv: f64) -> f64 { let s2=libm::log(1.0+cv*cv); libm::exp(libm::log(mean)-s2/2.0+libm::sqrt(s2)*standard_normal(r)) }
 pub fn gamma(r: &mut KeyedRng, mean: f64, cv: f64) -> f64 { if cv<=0.0 {return mean;} let k=1.0/(cv*cv); let (d,boost)= if k<1.0 {(k+1.0-1.0/3.0, libm::pow(1.0-uniform(r),1.0/k))} else {(k-1.0/3.0,1.0)}; let c=1.0/libm::sqrt(9.0*d); loop { let x=standard_normal(r); let v=1.0+c*x; if v<=0.0 {continue;} let v=v*v*v; let u=1.0-uniform(r); if libm::log(u) < 0.5*x*x+d-d*v+d*libm::log(v) { return mean/k*d*v*boost; } } }
}
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical(Vec<(f64,f64)>);
impl Empirical { pub fn new(p: &[(f64,f64)]) -> Self { Self(p.to_vec()) } pub fn sample(&self, r: &mut KeyedRng) -> f64 { let t: f64=self.0.iter().map(|x| x.1).sum(); let mut u=distributions::uniform(r)*t; for p in &self.0 { if u<p.1 {return p.0;} u-=p.1; } self.0.last().map_or(0.0,|p| p.0) } }
#[derive(Clone, Debug, PartialEq)]
pub struct OpenHours { i: Arc<Vec<(Tick,Tick)>>, s: Arc<Vec<Tick>> }
impl OpenHours {
 pub fn from_intervals(mut v: Vec<(Tick,Tick)>) -> Self { v.retain(|x| x.1>x.0); v.sort(); let mut o: Vec<(Tick,Tick)>=vec![]; for x in v { match o.last_mut() { Some(l) if x.0<=l.1 => l.1=l.1.max(x.1), _=>o.push(x) } } let mut s=vec![0]; for x in &o { s.push(s.last().unwrap()+x.1-x.0); } Self { i: Arc::new(o), s: Arc::new(s) } }
 pub fn always() -> Self { Self::from_intervals(vec![(0, 1<<50)]) }
 fn idx(&self, t: Tick) -> usize { self.i.partition_point(|x| x.1<=t) }
 pub fn is_open(&self, t: Tick) -> bool { self.i.get(self.idx(t)).is_some_and(|x| x.0<=t) }
 pub fn next_opening(&self, t: Tick) -> Option<Tick> { self.i.get(self.idx(t)).map(|x| x.0.max(t)) }
 pub fn closing_after(&self, t: Tick) -> Option<Tick> { self.i.get(self.idx(t)).filter(|x| x.0<=t).map(|x| x.1) }
 fn cum(&self, t: Tick) -> Tick { let k=self.idx(t); self.s[k]+self.i.get(k).map_or(0,|x| (t-x.0).max(0)) }
 pub fn open_between(&self, a: Tick, b: Tick) -> Tick { if b<=a {0} else { self.cum(b)-self.cum(a) } }
 pub fn advance(&self, from: Tick, w: Tick) -> Option<Tick> { if w==0 {return Some(from);} let goal=self.cum(from)+w; let k=self.s.partition_point(|&x| x<goal); if k>self.i.len() {return None;} if k==0 {return Some(from);} let x=self.i[k-1]; Some(x.0+goal-self.s[k-1]) }
 pub fn intervals(&self) -> &[(Tick,Tick)] { &self.i }
}
#[derive(Clone, Copy, Debug, PartialEq)] pub enum Discipline { NonPreemptive, PreemptiveResume }
#[derive(Clone, Copy, Debug, PartialEq)] pub struct Slot { index: u32, gen_: u64 }
#[derive(Clone, Copy, Debug)] pub struct Waiting<J> { pub job: J, pub priority: u8, pub order: u64, pub work: Tick, pub since: Tick }
#[derive(Clone, Debug)] struct Serving<J> { w: Waiting<J>, slot: Slot, started: Tick }
pub struct Start<J> { pub slot: Slot, pub job: J, pub waited: Tick, pub ends_at: Option<Tick> }
pub struct Preempted<J> { pub slot: Slot, pub job: J }
pub struct Usage { pub busy_ticks: Tick }
#[derive(Clone, Debug)]
pub struct Station<J> { n: u32, hours: OpenHours, line: Vec<Waiting<J>>, serving: Vec<Serving<J>>, seq: u64, busy: Tick }
impl<J: Clone> Station<J> {
 pub fn new(n: u32, hours: OpenHours, _: Discipline) -> Self { Self { n, hours, line: vec![], serving: vec![], seq: 0, busy: 0 } }
 pub fn hours(&self) -> &OpenHours { &self.hours }
 pub fn submit(&mut self, now: Tick, job: J, p: u8, work: Tick) { self.seq+=1; let o=self.seq; self.submit_ordered(now, job, p, o, work) }
 pub fn submit_ordered(&mut self, now: Tick, job: J, priority: u8, order: u64, work: Tick) { let w=Waiting{job,priority,order,work,since:now}; let k=self.line.partition_point(|x| (x.priority,x.order)<=(priority,order)); self.line.insert(k,w); }
 pub fn start_next(&mut self, now: Tick) -> Option<Start<J>> { if self.line.is_empty() || self.serving.len()>=self.n as usize || !self.hours.is_open(now) {return None;} let w=self.line.remove(0); self.seq+=1; let slot=Slot{index:0,gen_:self.seq}; let ends_at=self.hours.advance(now,w.work); let s=Start{slot,job:w.job.clone(),waited:now-w.since,ends_at}; self.serving.push(Serving{w,slot,started:now}); Some(s) }
 pub fn preempt(&mut self, now: Tick) -> Option<Preempted<J>> { if self.serving.len()<self.n as usize {return None;} let h=self.line.first()?.priority; let k=self.serving.iter().position(|s| s.w.priority>h)?; let s=self.serving.remove(k); let done=self.hours.open_between(s.started,now); self.busy+=done; let mut w=s.w.clone(); w.work-=done; let k=self.line.partition_point(|x| x.priority<w.priority); self.line.insert(k,w); Some(Preempted{slot:s.slot,job:s.w.job}) }
 pub fn finish(&mut self, now: Tick, slot: Slot) -> Option<J> { let k=self.serving.iter().position(|s| s.slot==slot)?; let s=self.serving.remove(k); self.busy+=self.hours.open_between(s.started,now); Some(s.w.job) }
 pub fn next_opening(&self, now: Tick) -> Option<Tick> { if self.line.is_empty()||self.serving.len()>=self.n as usize||self.hours.is_open(now) {None} else {self.hours.next_opening(now)} }
 pub fn set_servers(&mut self, _: Tick, n: u32) { self.n=n; }
 pub fn set_hours(&mut self, now: Tick, h: OpenHours) -> Vec<(Slot,Option<Tick>)> { let mut v=vec![]; for s in &mut self.serving { let done=self.hours.open_between(s.started,now); self.busy+=done; s.w.work-=done; s.started=now; v.push((s.slot,h.advance(now,s.w.work))); } self.hours=h; v }
 pub fn drain_waiting(&mut self, _: Tick) -> Vec<Waiting<J>> { std::mem::take(&mut self.line) }
 pub fn remove_waiting(&mut self, _: Tick, mut p: impl FnMut(&J)->bool) -> Vec<Waiting<J>> { let (a,b): (Vec<_>,Vec<_>)=std::mem::take(&mut self.line).into_iter().partition(|w| p(&w.job)); self.line=b; a }
 pub fn servers(&self)->u32 {self.n}
 pub fn in_service(&self)->impl Iterator<Item=(Slot,&J)> { self.serving.iter().map(|s| (s.slot,&s.w.job)) }
 pub fn waiting(&self)->impl Iterator<Item=&Waiting<J>> { self.line.iter() }
 pub fn usage(&self, now: Tick)->Usage { Usage{busy_ticks:self.busy+self.serving.iter().map(|s| self.hours.open_between(s.started,now)).sum::<Tick>()} }
}
pub struct Capacity { pub items: u32, pub size: f64 }
#[derive(Clone, Debug)] pub struct Entry<J> { pub job: J, pub since: Tick, pub size: f64, pub order: (u8,u32,u64), pub deferrable: bool }
#[derive(Clone, Debug)] pub struct Agenda<J>(Vec<Entry<J>>);
pub struct Taken<J> { pub job: J, pub since: Tick, pub size: f64 }
pub struct Sitting<J> { pub taken: Vec<Taken<J>>, pub used: f64, pub left: usize }
impl<J: Clone> Agenda<J> { pub fn new()->Self{Self(vec![])}
 pub fn submit(&mut self, now: Tick, job: J, order: (u8,u32,u64), size: f64, deferrable: bool) { self.0.push(Entry{job,since:now,size,order,deferrable}); self.0.sort_by_key(|e| (e.deferrable,e.order)); }
 pub fn sit(&mut self, c: Capacity, before: Tick)->Sitting<J> { let mut t=vec![]; let mut used=0.0; let mut rest=vec![]; let mut shut=false; for e in std::mem::take(&mut self.0) { let fits= !shut && (t.len() as u32)<c.items && (used+e.size<=c.size || t.is_empty()); if e.since<before && (!e.deferrable || fits) { used+=e.size; t.push(Taken{job:e.job,since:e.since,size:e.size}); } else { if e.since<before {shut=true;} rest.push(e); } } self.0=rest; Sitting{taken:t,used,left:self.0.len()} }
 pub fn remove(&mut self, mut p: impl FnMut(&J)->bool)->Vec<Entry<J>> { let (a,b): (Vec<_>,Vec<_>)=std::mem::take(&mut self.0).into_iter().partition(|e| p(&e.job)); self.0=b; a }
 pub fn iter(&self)->impl Iterator<Item=&Entry<J>> { self.0.iter() } }
