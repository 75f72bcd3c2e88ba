namespace Sim.Engine.Storage;

/// <summary>The checksum of bytes that come in parts; <c>default</c> is that of none.</summary>
internal struct RunningChecksum
{
    private uint _value;

    /// <summary>The checksum of the bytes so far.</summary>
    public readonly uint Value => _value;

    /// <summary>Adds the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _value = Checksum.Continue(_value, bytes);
}
