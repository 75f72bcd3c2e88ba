using Sim.Engine.Segments;

namespace Sim.Engine.Tests.Segments;

public sealed class DeletedMaskTests
{
    [Fact]
    public void Offsets_beyond_the_end_are_deleted()
    {
        var mask = new DeletedMask();
        mask.Grow(70, deleted: false);
        Assert.False(mask.IsDeleted(69));
        Assert.True(mask.IsDeleted(70));
    }

    [Fact]
    public void A_copy_does_not_follow_the_original()
    {
        var mask = new DeletedMask();
        mask.Grow(3, deleted: false);
        var copy = mask.Copy();
        mask.Set(1, deleted: true);
        Assert.False(copy.IsDeleted(1));
        Assert.True(mask.IsDeleted(1));
    }

    [Fact]
    public void Growing_leaves_what_was_there()
    {
        var mask = new DeletedMask();
        mask.Grow(2, deleted: true);
        mask.Grow(200, deleted: false);
        Assert.True(mask.IsDeleted(0) && mask.IsDeleted(1));
        Assert.Equal(198, Enumerable.Range(0, 200).Count(offset => !mask.IsDeleted(offset)));
    }
}
