using Sim.Engine.Codecs;

namespace Sim.Engine.Storage;

/// <summary>Takes one record of a file of records.</summary>
/// <param name="record">The record's content; must be read to its end.</param>
internal delegate void RecordHandler(ref ByteReader record);
