using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Runtime.Tests.Locks;

public sealed class BoundedQueueTests
{
    private readonly OperatingSystemRuntime _runtime = new(new Seed(1));

    [Fact]
    public async Task Items_come_out_in_the_order_in_which_they_went_in()
    {
        var queue = Queue(3);
        Assert.True(await queue.Enqueue("a"));
        Assert.True(await queue.Enqueue("b"));
        Assert.Equal(2, queue.Count);
        Assert.Equal("a", await queue.Dequeue());
        Assert.Equal("b", await queue.Dequeue());
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_full_queue_makes_the_next_one_wait_until_an_item_is_taken()
    {
        var queue = Queue(1);
        Assert.True(await queue.Enqueue("a"));
        var waiting = queue.Enqueue("b").AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal("a", await queue.Dequeue());
        Assert.True(await waiting.Guarded());
        Assert.Equal("b", await queue.Dequeue());
    }

    [Fact]
    public async Task A_reserved_slot_counts_as_taken_until_it_is_given_back()
    {
        var queue = Queue(1);
        Assert.True(await queue.Reserve());
        Assert.Equal(0, queue.Count);
        var waiting = queue.Reserve().AsTask();
        Assert.False(waiting.IsCompleted);
        queue.Unreserve();
        Assert.True(await waiting.Guarded());
        queue.Fill("a");
        Assert.Equal("a", await queue.Dequeue());
    }

    [Fact]
    public async Task An_item_goes_to_the_longest_waiting_taker()
    {
        var queue = Queue(2);
        var first = queue.Dequeue().AsTask();
        var second = queue.Dequeue().AsTask();
        await queue.Enqueue("a");
        Assert.Equal("a", await first.Guarded());
        Assert.False(second.IsCompleted);
        await queue.Enqueue("b");
        Assert.Equal("b", await second.Guarded());
    }

    [Fact]
    public async Task A_closed_queue_refuses_new_items_and_delivers_what_it_has()
    {
        var queue = Queue(2);
        await queue.Enqueue("a");
        Assert.True(await queue.Reserve());
        var refused = queue.Enqueue("c").AsTask();
        queue.Close();

        Assert.False(await refused.Guarded());
        Assert.False(await queue.Reserve());
        Assert.Equal("a", await queue.Dequeue());

        // One slot is still reserved and may be filled.
        var taking = queue.Dequeue().AsTask();
        Assert.False(taking.IsCompleted);
        queue.Fill("b");
        Assert.Equal("b", await taking.Guarded());
        Assert.Null(await queue.Dequeue());
    }

    [Fact]
    public async Task Takers_that_wait_leave_when_the_queue_is_closed_and_drained()
    {
        var queue = Queue(2);
        var first = queue.Dequeue().AsTask();
        queue.Close();
        Assert.Null(await first.Guarded());

        queue = Queue(2);
        Assert.True(await queue.Reserve());
        var second = queue.Dequeue().AsTask();
        var third = queue.Dequeue().AsTask();
        queue.Close();
        Assert.False(second.IsCompleted);
        queue.Fill("a");
        Assert.Equal("a", await second.Guarded());
        Assert.Null(await third.Guarded());

        queue = Queue(2);
        Assert.True(await queue.Reserve());
        var fourth = queue.Dequeue().AsTask();
        queue.Close();
        queue.Unreserve();
        Assert.Null(await fourth.Guarded());
    }

    [Fact]
    public void A_slot_that_is_not_reserved_is_neither_filled_nor_given_back()
    {
        var queue = Queue(2);
        Assert.Contains("the-queue", Assert.Throws<InvalidOperationException>(() => queue.Fill("a")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(queue.Unreserve);
        Assert.Throws<ArgumentOutOfRangeException>(() => Queue(0));
    }

    [Fact]
    public async Task Many_producers_and_consumers_lose_and_double_nothing()
    {
        const int producerCount = 8;
        const int itemCount = 500;
        var queue = Queue(4);
        var largest = 0;
        var consumers = Enumerable.Range(0, 4).Select(n => Consume(n)).ToArray();
        var producers = Enumerable.Range(0, producerCount).Select(n => _runtime.Start($"producer-{n}", async () =>
        {
            for (var i = 0; i < itemCount; i++)
            {
                if (i % 3 == 0)
                {
                    Assert.True(await queue.Reserve());
                    queue.Unreserve();
                }

                Assert.True(await queue.Enqueue($"{n}/{i}"));
            }
        })).ToArray();

        await Task.WhenAll(producers).Guarded();
        queue.Close();
        var taken = (await Task.WhenAll(consumers).Guarded()).SelectMany(items => items).ToArray();

        Assert.Equal(producerCount * itemCount, taken.Length);
        Assert.Equal(taken.Length, taken.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(largest, 0, 4);

        async Task<List<string>> Consume(int n)
        {
            var items = new List<string>();
            await _runtime.Start($"consumer-{n}", async () =>
            {
                while (await queue.Dequeue() is { } item)
                {
                    largest = Math.Max(largest, queue.Count);
                    items.Add(item);
                }
            });
            return items;
        }
    }

    private BoundedQueue<string> Queue(int capacity) => new(_runtime, "the-queue", capacity);
}
