using FsCheck;
using FsCheck.Fluent;
using Sim.Contracts.Points;

namespace Sim.Contracts.Tests.Points;

public sealed class PointIdTests
{
    /// <summary>Ids of both kinds, from a range so small that equal ones occur.</summary>
    private static readonly Arbitrary<PointId> AnyId = Arb.From(Gen.OneOf(
        Gen.Choose(0, 5).Select(number => PointId.FromNumber((ulong)number)),
        ArbMap.Default.ArbFor<ulong>().Generator.Select(PointId.FromNumber),
        Gen.Choose(0, 5).Select(number => PointId.FromUuid(new Guid(number, 0, 0, new byte[8]))),
        ArbMap.Default.ArbFor<Guid>().Generator.Select(PointId.FromUuid)));

    [Fact]
    public void What_is_written_is_read_again() =>
        Prop.ForAll(AnyId, id => PointId.TryParse(id.ToString(), out var read) && read == id && read.IsUuid == id.IsUuid)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_is_total_and_agrees_with_equality() =>
        Prop.ForAll(AnyId, AnyId, AnyId, (a, b, c) =>
            a.CompareTo(b) == -b.CompareTo(a)
            && (a.CompareTo(b) == 0) == (a == b)
            && (a != b || a.GetHashCode() == b.GetHashCode())
            && (!(a <= b && b <= c) || a <= c)
            && (a < b) == (b > a)
            && (a < b) == !(a >= b))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_sort_by_value_and_before_uuids() =>
        Prop.ForAll<ulong, ulong, Guid>((a, b, uuid) =>
            PointId.FromNumber(a).CompareTo(PointId.FromNumber(b)) == a.CompareTo(b)
            && PointId.FromNumber(a) < PointId.FromUuid(uuid))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Uuids_sort_as_their_texts_do() =>
        Prop.ForAll<Guid, Guid>((a, b) =>
            Math.Sign(PointId.FromUuid(a).CompareTo(PointId.FromUuid(b)))
                == Math.Sign(string.CompareOrdinal(a.ToString("D"), b.ToString("D"))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_and_a_uuid_of_the_same_bits_are_different_ids()
    {
        var number = PointId.FromNumber(1);
        var uuid = PointId.FromUuid(Guid.Parse("00000000-0000-0000-0000-000000000001"));
        Assert.NotEqual(number, uuid);
        Assert.NotEqual(number.GetHashCode(), uuid.GetHashCode());
    }

    [Fact]
    public void Each_kind_gives_its_own_value_only()
    {
        var uuid = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef");
        Assert.Equal(7UL, PointId.FromNumber(7).Number);
        Assert.Equal(uuid, PointId.FromUuid(uuid).Uuid);
        Assert.Throws<InvalidOperationException>(() => PointId.FromNumber(7).Uuid);
        Assert.Throws<InvalidOperationException>(() => PointId.FromUuid(uuid).Number);
        Assert.Equal(PointId.FromNumber(0), default);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("18446744073709551616")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("{01234567-89ab-cdef-0123-456789abcdef}")]
    public void Other_texts_are_no_ids(string? text)
    {
        Assert.False(PointId.TryParse(text, out var id));
        Assert.Equal(default, id);
    }
}
