using Sim.Contracts;
using Sim.Contracts.Payloads;

namespace Sim.Engine.Updates;

/// <summary>Makes a point's new payload out of its old one.</summary>
internal delegate NameMap<PayloadValue> PayloadEdit(NameMap<PayloadValue> payload);
